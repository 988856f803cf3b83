package dev.headroom.processes;

import dev.headroom.machine.Address;
import dev.headroom.machine.Command;
import dev.headroom.machine.LimitEnforcement;
import dev.headroom.machine.LimitEnforcement.Means;
import dev.headroom.machine.Limits;
import dev.headroom.machine.Machine;
import dev.headroom.machine.ProcessGroup;
import dev.headroom.machine.Reading;
import dev.headroom.timeline.VirtualTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A machine whose processes do what a test says, in virtual time.
final class FakeMachine implements Machine {

    private final VirtualTimeline time;
    private final Map<String, Program> programs = new HashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<String> done = new ArrayList<>();
    private int addresses;
    private long pids = 1000;
    private Optional<String> refusal = Optional.empty();

    /// How the processes of a command behave.
    ///
    /// @param lasts how long each runs by itself; for ever when empty
    /// @param exitCode of one that ends by itself
    /// @param stopsIn how long one takes after SIGTERM; it ignores that when empty
    record Program(Optional<Duration> lasts, int exitCode, Optional<Duration> stopsIn) {

        static final Program SERVER = new Program(Optional.empty(), 0, Optional.of(Duration.ofMillis(100)));

        static Program ending(Duration after, int exitCode) {
            return new Program(Optional.of(after), exitCode, Optional.of(Duration.ZERO));
        }

        static Program stopping(Duration stopsIn) {
            return new Program(Optional.empty(), 0, Optional.of(stopsIn));
        }

        static Program stubborn() {
            return new Program(Optional.empty(), 0, Optional.empty());
        }
    }

    FakeMachine(VirtualTimeline time) {
        this.time = time;
    }

    /// From now on the processes of that program do this.
    void program(String name, Program program) {
        programs.put(name, program);
    }

    void refuseAddresses(Optional<String> why) {
        refusal = why;
    }

    /// What was done to processes: `start NAME`, `TERM NAME`, `KILL NAME`, `run NAME PROGRAM`.
    List<String> done() {
        return done;
    }

    /// Ends the running process of a pod's only container, as `kill -9` from outside would.
    void kill(String pod) {
        groups.values().stream()
                .filter(process -> process.name.contains(pod) && process.running)
                .toList()
                .forEach(process -> process.exit(137, process.run));
    }

    List<String> running() {
        return groups.values().stream().filter(process -> process.running).map(process -> process.name).toList();
    }

    Command lastCommand() {
        return groups.values().stream().toList().getLast().command.orElseThrow();
    }

    Limits limits(String pod) {
        return groups.values().stream().filter(process -> process.name.contains(pod)).findFirst().orElseThrow().limits;
    }

    @Override
    public String name() {
        return "laptop";
    }

    @Override
    public LimitEnforcement enforcement() {
        return new LimitEnforcement(new Means.None("a fake"), new Means.None("a fake"));
    }

    @Override
    public ProcessGroup group(String name, Limits limits) {
        var process = new Group(name, limits);
        groups.put(name, process);
        return process;
    }

    @Override
    public Claim claim(List<Integer> ports) {
        if (refusal.isPresent()) {
            return new Claim.Refused(refusal.get());
        }
        var same = new HashMap<Integer, Integer>();
        ports.forEach(port -> same.put(port, port));
        return new Claim.Granted(new Address("127.95.0." + ++addresses, same));
    }

    @Override
    public String stableAddress(String name, List<Integer> ports) {
        return "127.95.255.1";
    }

    @Override
    public void giveBack(Address address) {
        done.add("give back " + address.host());
    }

    @Override
    public void close() {
        groups.values().forEach(Group::kill);
    }

    private final class Group implements ProcessGroup {
        private final String name;
        private final Limits limits;
        private Optional<Command> command = Optional.empty();
        private Optional<Observer> observer = Optional.empty();
        private Program program = Program.SERVER;
        private boolean running;
        private int run;
        private Duration cpu = Duration.ZERO;

        Group(String name, Limits limits) {
            this.name = name;
            this.limits = limits;
        }

        @Override
        public void start(Command command, Path output, Observer observer) {
            done.add("start " + name);
            this.command = Optional.of(command);
            this.observer = Optional.of(observer);
            program = programs.getOrDefault(command.argv().getFirst(), Program.SERVER);
            run++;
            int mine = run;
            running = true;
            observer.started(++pids);
            program.lasts().ifPresent(lasts -> time.after(lasts, () -> exit(program.exitCode(), mine)));
        }

        private void exit(int code, int mine) {
            if (running && mine == run) {
                running = false;
                observer.ifPresent(told -> told.ended(new Ending.Exited(code, false)));
            }
        }

        @Override
        public void terminate() {
            done.add("TERM " + name);
            int mine = run;
            program.stopsIn().ifPresent(stopsIn -> time.after(stopsIn, () -> exit(143, mine)));
        }

        @Override
        public void kill() {
            if (running) {
                done.add("KILL " + name);
                exit(137, run);
            }
        }

        @Override
        public Process open(Command command) throws IOException {
            throw new IOException("nobody talks with what runs here");
        }

        @Override
        public void run(Command command, Duration timeout, Consumer<Outcome> outcome) {
            done.add("run " + name + " " + command.argv().getFirst());
            var lasts = programs.getOrDefault(command.argv().getFirst(), Program.ending(Duration.ofMillis(10), 0));
            time.after(lasts.lasts().orElse(timeout), () ->
                    outcome.accept(new Outcome.Exited(lasts.exitCode(), "said " + lasts.exitCode())));
        }

        @Override
        public void limitCpu(long milli) {
            done.add("limit " + name + " to " + milli + "m");
        }

        /// Half a core.
        @Override
        public Optional<Reading> reading() {
            cpu = cpu.plusMillis(500);
            return Optional.of(new Reading(cpu, Duration.ZERO, OptionalLong.of(64 << 20)));
        }

        @Override
        public void close() {
            done.add("close " + name);
            groups.remove(name);
        }
    }
}
