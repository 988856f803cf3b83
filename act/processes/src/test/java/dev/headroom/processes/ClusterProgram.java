package dev.headroom.processes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A program with a cluster, to be killed: runs the manifest of its first argument in the folder of its second, until
/// it is told to end.
final class ClusterProgram {

    private ClusterProgram() {}

    public static void main(String[] arguments) throws Exception {
        var live = new LiveCluster(Files.readString(Path.of(arguments[0])), Path.of(arguments[1]));
        var over = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            live.close();
            over.countDown();
        }));
        over.await();
    }
}
