package dev.headroom.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// When the pipe breaks, the reaper kills by what it knows.
@Timeout(30)
class ReaperTest {

    private static final String MARK = "HEADROOM_GROUP=0-reaper/";

    @Test
    void whoHasTheMarkerInItsEnvironmentIsKilled() throws Exception {
        var marked = new ProcessBuilder("sleep", "60");
        marked.environment().put("HEADROOM_GROUP", "0-reaper/pod");
        var process = marked.start();
        var stranger = new ProcessBuilder("sleep", "60").start();
        Reaper.start(Reaper.session(), MARK, List.of()).close();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertTrue(stranger.isAlive());
        stranger.destroyForcibly();
    }

    @Test
    void theGroupOfAMainProcessIsKilledUntilItEnds() throws Exception {
        var reaper = Reaper.start(Reaper.session(), MARK, List.of());
        var leader = session("sleep 60 & wait");
        var ended = session("sleep 60");
        reaper.began(leader.pid());
        reaper.began(ended.pid());
        reaper.ended(ended.pid());
        reaper.close();
        assertTrue(leader.waitFor(10, TimeUnit.SECONDS));
        assertTrue(leader.descendants().findAny().isEmpty());
        assertTrue(ended.isAlive(), "its id may belong to somebody else by now");
        ended.destroyForcibly();
    }

    private static Process session(String script) throws Exception {
        var argv = new ArrayList<>(Reaper.session());
        argv.addAll(List.of("sh", "-c", script));
        return new ProcessBuilder(argv).start();
    }
}
