package dev.headroom.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.machine.ProcessGroup.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Scopes of the user's systemd, which is played by a script that writes down what it is asked.
@Timeout(30)
class UserScopesTest {

    private static final Duration PERIOD = Duration.ofMillis(50);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aCommandBecomesAScopeWithItsLimits() throws Exception {
        var scopes = UserScopes.open(systemdRun("25000 50000", "67108864"), PERIOD).orElseThrow();
        assertEquals("systemd user scope", scopes.enforcement().text());
        try (var machine = LocalMachine.open("0-scopes", scopes, Loopback.open())) {
            var group = machine.group("pod", new Limits(OptionalLong.of(100), OptionalLong.of(64 << 20)));
            var witness = new Witness();
            group.start(
                    new Command(List.of("sh", "-c", "exit 7"), Map.of("PATH", System.getenv("PATH")), folder),
                    folder.resolve("log"), witness);
            assertEquals(new Ending.Exited(7, false), witness.ending());
        }
        var asked = Files.readAllLines(folder.resolve("asked")).getLast();
        assertTrue(
                asked.contains(" -pCPUQuota=10% -pCPUQuotaPeriodSec=50ms -pMemoryMax=67108864 -pMemorySwapMax=0 -- "),
                asked);
        assertTrue(asked.startsWith("--user --scope --quiet --collect --unit=headroom-"), asked);
    }

    @Test
    void aLimitOfCpuIsChangedWhileItsCommandRunsAndKeptForTheNext() throws Exception {
        var scopes = UserScopes.open(systemdRun("25000 50000", "67108864"), PERIOD).orElseThrow();
        var systemctl = Files.writeString(
                folder.resolve("systemctl"), "#!/bin/sh\necho \"$*\" >>" + folder + "/told\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        var scope = scopes.enclose("pod", new Limits(OptionalLong.of(100), OptionalLong.empty()), "A=b");
        scope.limitCpu(250);
        assertTrue(Files.notExists(folder.resolve("told")), "nothing runs yet");
        assertTrue(scope.entering(List.of("server")).contains("-pCPUQuota=25%"));

        scope.entered(ProcessHandle.current().pid());
        scope.limitCpu(100);
        var told = Files.readString(folder.resolve("told"));
        assertTrue(told.startsWith("--user --runtime set-property "), told);
        assertTrue(told.endsWith(" CPUQuota=10% CPUQuotaPeriodSec=50ms\n"), told);
    }

    @Test
    void limitsThatAreNotHandedToTheUserAreNoEnforcement() throws Exception {
        assertEquals(Optional.empty(), UserScopes.open(systemdRun("max 100000", "max"), PERIOD));
        assertEquals(Optional.empty(), UserScopes.open("/no/such/systemd-run", PERIOD));
        var memoryOnly = UserScopes.open(systemdRun("max 100000", "67108864"), PERIOD).orElseThrow();
        assertEquals(
                "CPU: none: not handed to the user's systemd, memory: systemd user scope",
                memoryOnly.enforcement().text());
    }

    /// @param cpuMax what the trial finds in its `cpu.max`
    private String systemdRun(String cpuMax, String memoryMax) throws Exception {
        var script = folder.resolve("systemd-run");
        Files.writeString(script, """
                #!/bin/sh
                echo "$*" >>%s/asked
                case "$*" in *headroom-trial*) echo "%s"; echo "%s"; exit ;; esac
                while [ "$1" != -- ]; do shift; done
                shift
                exec "$@"
                """.formatted(folder, cpuMax, memoryMax));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }
}
