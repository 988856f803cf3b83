package dev.headroom.inference;

import java.util.concurrent.LinkedBlockingQueue;

/// The threads that run the model, first come first served; each has a [Forecaster] of its own.
///
/// They are daemons: a stop that has waited long enough leaves them behind.
final class ModelThreads {

    /// Of every thread that calls the model: onnxruntime can overflow a stack of a megabyte when it loads one, and the
    /// process dies without a word.
    static final long STACK_BYTES = 8L << 20;

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();

    @SuppressWarnings("ThreadPriorityCheck") // correct without it, only slower to answer scrapes
    ModelThreads(ForecastModel model, int count) {
        for (int i = 1; i <= count; i++) {
            var forecaster = model.forecaster();
            // Scrapes and probes of a replica that has more work than CPU go first.
            Thread.ofPlatform()
                    .stackSize(STACK_BYTES)
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .name("model-" + i)
                    .start(() -> runTasks(forecaster));
        }
    }

    /// Runs the task when a thread is free. A task must not throw.
    void execute(Task task) {
        tasks.add(task);
    }

    private void runTasks(Forecaster forecaster) {
        try {
            while (true) {
                tasks.take().run(forecaster);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Work for one model thread.
    interface Task {
        void run(Forecaster forecaster);
    }
}
