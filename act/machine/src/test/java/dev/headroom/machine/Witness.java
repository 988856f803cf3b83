package dev.headroom.machine;

import dev.headroom.machine.ProcessGroup.Ending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Waits for what becomes of a main process.
final class Witness implements ProcessGroup.Observer {

    private final CompletableFuture<Long> started = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();

    @Override
    public void started(long pid) {
        started.complete(pid);
    }

    @Override
    public void ended(Ending ending) {
        ended.complete(ending);
    }

    long pid() throws Exception {
        return started.get(10, TimeUnit.SECONDS);
    }

    Ending ending() throws Exception {
        return ended.get(20, TimeUnit.SECONDS);
    }
}
