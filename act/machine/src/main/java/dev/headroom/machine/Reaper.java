package dev.headroom.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small shell beside Headroom that kills every process of its groups when Headroom is gone, however that came about:
/// it holds the other end of a pipe, which the kernel closes.
final class Reaper implements AutoCloseable {

    /* notes
     * $1 is the marker in the environment of every process, the others are folders of control groups.
     * `q` means that Headroom has done it all itself. While it lives, it says `+ PID` and `- PID` for each main
     * process: the means of systems that have neither control groups nor /proc, where a main process leads a process
     * group. Several empty rounds, because a process that was just being started is in no group yet; when the folders
     * are removed none can enter any more.
     */
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP QUIT
            mark=$1; shift
            leaders=
            while read -r op pid; do
              case $op in
                +) leaders="$leaders $pid" ;;
                q) exit ;;
                -) rest=; for p in $leaders; do [ "$p" = "$pid" ] || rest="$rest $p"; done; leaders=$rest ;;
              esac
            done
            round=0 quiet=0
            while [ $quiet -lt 5 ] && [ $round -lt 300 ]; do
              round=$((round + 1)) quiet=$((quiet + 1))
              for leader in $leaders; do kill -s KILL -- "-$leader" 2>/dev/null && quiet=0; done
              for home do
                for procs in "$home"/*/cgroup.procs; do
                  [ -e "$procs" ] || continue
                  while read -r pid; do kill -9 "$pid" 2>/dev/null && quiet=0; done <"$procs"
                done
              done
              if [ -d /proc/self ]; then
                for found in $(grep -ls -- "$mark" /proc/[0-9]*/environ 2>/dev/null); do
                  pid=${found#/proc/}; kill -9 "${pid%/environ}" 2>/dev/null && quiet=0
                done
              fi
              sleep 0.1
            done
            for home do rmdir "$home"/*/ "$home" 2>/dev/null; done
            """;

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final int LAST_WAIT_SECONDS = 5;

    private final Process process;
    private final OutputStream pipe;

    private Reaper(Process process) {
        this.process = process;
        this.pipe = process.getOutputStream();
    }

    /// @param session what to put before a command to give it a session of its own
    /// @param marker the text that the environment of all processes of this Headroom has, and of no other
    static Reaper start(List<String> session, String marker, List<Path> folders) throws IOException {
        var argv = new ArrayList<>(session);
        argv.addAll(List.of("/bin/sh", "-c", SCRIPT, "headroom-reaper", marker));
        folders.forEach(folder -> argv.add(folder.toString()));
        return new Reaper(new ProcessBuilder(argv)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void began(long pid) {
        tell("+ " + pid + "\n");
    }

    void ended(long pid) {
        tell("- " + pid + "\n");
    }

    private synchronized void tell(String line) {
        try {
            pipe.write(line.getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException failure) {
            LOG.warn("the reaper is gone, so processes would survive a kill -9 of Headroom: {}", failure.toString());
        }
    }

    /// There is nothing left to do for it.
    void dismiss() {
        tell("q\n");
    }

    /// Waits for its end; unless it was dismissed, it does its work first.
    @Override
    public void close() {
        try {
            pipe.close();
            if (!process.waitFor(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the reaper (process {}) does not end", process.pid());
            }
        } catch (IOException failure) {
            LOG.debug("closing the reaper's pipe: {}", failure.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What gives a command a session of its own on this machine, so that a Ctrl-C for Headroom does not reach it.
    static List<String> session() {
        var setsid = program("setsid");
        if (setsid.isPresent()) {
            return List.of(setsid.get());
        }
        return program("perl")
                .map(perl -> List.of(perl, "-e", "setpgrp(0, 0); exec {$ARGV[0]} @ARGV; exit 127", "--"))
                .orElse(List.of());
    }

    /// The path of a program in the folders of PATH.
    static Optional<String> program(String name) {
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
