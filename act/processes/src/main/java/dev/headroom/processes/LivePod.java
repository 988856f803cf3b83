package dev.headroom.processes;

import dev.headroom.hpa.Pod.Phase;
import dev.headroom.machine.Address;
import dev.headroom.machine.Machine.Claim;
import dev.headroom.processes.LiveContainer.Grace;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.workloads.ContainerSpec;
import dev.headroom.workloads.Invocation;
import dev.headroom.workloads.PodFacts;
import dev.headroom.workloads.PodTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One pod from the moment it is asked for until nothing of it is left: an address, its init containers one after the
/// other, its containers all together, and their graceful end. Owned by the loop.
final class LivePod implements LiveContainer.Home {

    /// The wait before an address is asked for again that could not be had.
    private static final Duration ADDRESS_RETRY = Duration.ofSeconds(5);

    private final PodIdentity identity;
    private final PodTemplate template;
    private final Node node;
    private final Owner owner;
    private final Instant createdAt;
    private final List<LiveContainer> inits;
    private final List<LiveContainer> mains;
    private final Map<String, PodStatus.Condition> conditions = new LinkedHashMap<>();
    private Optional<Address> address = Optional.empty();
    private Optional<Instant> startTime = Optional.empty();
    private Optional<Instant> deletionTimestamp = Optional.empty();
    private Optional<Scheduled> retry = Optional.empty();
    private boolean announcedRefusal;
    private int initsDone;
    private boolean gone;

    /// Whoever asked for the pod.
    interface Owner {

        /// Something that [LivePod#status] shows is different.
        void changed();

        /// As [#changed], and told to the Services before this returns.
        void changedNow();

        /// Nothing of it is left.
        void gone(LivePod pod);
    }

    LivePod(PodIdentity identity, PodTemplate template, Node node, Owner owner) {
        this.identity = identity;
        this.template = template;
        this.node = node;
        this.owner = owner;
        this.createdAt = node.agenda().now();
        this.inits = template.initContainers().stream()
                .map(spec -> new LiveContainer(spec, true, this, node))
                .toList();
        this.mains = template.containers().stream()
                .map(spec -> new LiveContainer(spec, false, this, node))
                .toList();
        for (var type : List.of("PodScheduled", "Initialized", "ContainersReady", "Ready")) {
            condition(type, false);
        }
    }

    // Its beginning.

    void begin() {
        var ports = Stream.concat(template.initContainers().stream(), template.containers().stream())
                .flatMap(spec -> spec.ports().stream())
                .map(ContainerSpec.Port::containerPort)
                .distinct()
                .toList();
        switch (node.machine().claim(ports)) {
            case Claim.Refused(var why) -> {
                if (!announcedRefusal) {
                    announcedRefusal = true;
                    node.warning("Pod", podName(), "FailedScheduling", why);
                }
                retry = Optional.of(node.agenda().after(ADDRESS_RETRY, this::begin));
            }
            case Claim.Granted(var granted) -> scheduled(granted);
        }
        owner.changed();
    }

    private void scheduled(Address granted) {
        address = Optional.of(granted);
        startTime = Optional.of(node.agenda().now());
        condition("PodScheduled", true);
        node.event("Pod", podName(), "Scheduled",
                "Successfully assigned " + namespace() + "/" + podName() + " to " + granted.host());
        inits.forEach(container -> container.admitted(true));
        mains.forEach(container -> container.admitted(inits.isEmpty()));
        startNext();
    }

    private void startNext() {
        if (initsDone < inits.size()) {
            inits.get(initsDone).start();
        } else {
            condition("Initialized", true);
            mains.forEach(LiveContainer::start);
        }
    }

    @Override
    public void initCompleted() {
        initsDone++;
        if (deletionTimestamp.isEmpty()) {
            startNext();
        }
        owner.changed();
    }

    // Its end.

    boolean ending() {
        return deletionTimestamp.isPresent();
    }

    /// Takes it out of the Services, lets its requests finish, and ends its containers, all within `grace`. Asked
    /// again, the time can only become shorter.
    void end(Duration grace) {
        var by = node.agenda().now().plus(grace);
        if (deletionTimestamp.isPresent() && !by.isBefore(deletionTimestamp.get())) {
            return;
        }
        deletionTimestamp = Optional.of(by);
        retry.ifPresent(Scheduled::cancel);
        owner.changedNow();
        var period = new Grace(grace, by, node.endpoints().drained(namespace(), podName()));
        all().forEach(container -> container.end(period));
        // Without any container that runs, nobody tells that it has ended.
        node.agenda().execute(this::ended);
    }

    @Override
    public void ended() {
        if (gone || !ending() || !all().stream().allMatch(LiveContainer::ended)) {
            owner.changed();
            return;
        }
        gone = true;
        all().forEach(LiveContainer::close);
        address.ifPresent(node.machine()::giveBack);
        owner.gone(this);
    }

    // What its containers ask.

    @Override
    public String namespace() {
        return identity.namespace();
    }

    @Override
    public String podName() {
        return identity.name();
    }

    @Override
    public String uid() {
        return identity.uid();
    }

    @Override
    public Address address() {
        return address.orElseThrow();
    }

    @Override
    public Path log(ContainerSpec spec) {
        var file = all().size() == 1 ? podName() + ".log" : podName() + "." + spec.name() + ".log";
        return node.settings().logs().resolve(file);
    }

    @Override
    public Duration grace() {
        return template.terminationGracePeriod();
    }

    @Override
    public boolean restarts(int exitCode) {
        return template.restartPolicy().restarts(exitCode);
    }

    @Override
    public Invocation invocation(ContainerSpec spec) {
        var facts = new PodFacts(
                namespace(),
                podName(),
                uid(),
                address().host(),
                node.name(),
                identity.labels(),
                template.annotations(),
                Stream.concat(template.initContainers().stream(), template.containers().stream()).toList(),
                address().ports(),
                node.capacity());
        return Invocation.of(
                spec, facts, node.settings().environment(), node.endpoints().links(namespace()));
    }

    @Override
    public void changed() {
        boolean ready = mains.stream().allMatch(container -> container.status().ready());
        condition("ContainersReady", ready);
        condition("Ready", ready);
        owner.changed();
    }

    private void condition(String type, boolean status) {
        var before = conditions.get(type);
        if (before == null || before.status() != status) {
            conditions.put(type, new PodStatus.Condition(type, status, node.agenda().now()));
        }
    }

    // What it shows.

    PodIdentity identity() {
        return identity;
    }

    private Phase phase() {
        if (inits.stream().anyMatch(LivePod::failed)) {
            return Phase.FAILED;
        }
        if (mains.stream().allMatch(container -> container.ended() && container.everStarted())) {
            return mains.stream().anyMatch(LivePod::failed) ? Phase.FAILED : Phase.SUCCEEDED;
        }
        return mains.stream().allMatch(LiveContainer::everStarted) ? Phase.RUNNING : Phase.PENDING;
    }

    private static boolean failed(LiveContainer container) {
        return container.ended()
                && container.status().state() instanceof ContainerStatus.State.Terminated end
                && end.exitCode() != 0;
    }

    List<LiveContainer> all() {
        return Stream.concat(inits.stream(), mains.stream()).toList();
    }

    PodStatus status() {
        var containers = all().stream().map(LiveContainer::status).toList();
        var ports = new ArrayList<PodStatus.Port>();
        for (var container : template.containers()) {
            for (var port : container.ports()) {
                ports.add(new PodStatus.Port(
                        container.name(),
                        port.name(),
                        port.containerPort(),
                        address.map(own -> own.port(port.containerPort())).orElse(port.containerPort())));
            }
        }
        return new PodStatus(
                namespace(),
                podName(),
                identity.deployment(),
                identity.labels(),
                template.annotations(),
                node.name(),
                address.map(Address::host).orElse(""),
                ports,
                phase(),
                Optional.ofNullable(conditions.get("Ready")).map(PodStatus.Condition::status).orElse(false),
                StatusColumn.reason(address.isPresent() ? containers : List.of(), ending()),
                containers.stream().mapToInt(ContainerStatus::restarts).sum(),
                createdAt,
                startTime,
                deletionTimestamp,
                List.copyOf(conditions.values()),
                containers);
    }
}
