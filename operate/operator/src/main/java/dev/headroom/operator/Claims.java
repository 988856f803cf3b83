package dev.headroom.operator;

import dev.headroom.keda.ScaledObject;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Resource;
import dev.headroom.manifests.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who scales what: whether an object may be decided on here, and which HorizontalPodAutoscaler the cluster's
/// controller runs for it.
final class Claims {

    /// The annotation by which a HorizontalPodAutoscaler asks for Headroom.
    static final String ANNOTATION = "headroom.dev/autoscaler";

    static final String OURS = "headroom";

    /// A status that somebody else wrote within this time shows that they are at work.
    static final Duration RECENT = Duration.ofMinutes(2);

    private static final String CONTROLLER = "kube-controller-manager";

    private static final Comparator<Held> AGE =
            Comparator.<Held, Instant>comparing(each -> each.created().orElse(Instant.EPOCH)).thenComparing(Held::name);

    private final Around around;
    private final boolean writes;

    /// @param writes whether who decides also writes
    Claims(Around around, boolean writes) {
        this.around = around;
        this.writes = writes;
    }

    /// Whether a HorizontalPodAutoscaler names Headroom.
    static boolean isOurs(Held hpa) {
        return OURS.equals(hpa.manifest().metadata().annotations().get(ANNOTATION));
    }

    static boolean isGenerated(Held hpa) {
        return hpa.metadata().path("ownerReferences").valueStream()
                .anyMatch(each -> each.path("kind").asString("").equals(ScaledObject.KIND));
    }

    /// Why an object must not be decided on, in words; empty when it may. A shadow may look at everything.
    Optional<String> conflict(Held held, Resource resource) {
        if (!writes) {
            return Optional.empty();
        }
        var target = target(held);
        return hpas(held, target)
                .filter(other -> resource.equals(Resource.SCALED_OBJECTS) || AGE.compare(other, held) < 0)
                .findFirst()
                .map(other -> "the workload '" + target.name() + "' of type '" + target.kind()
                        + "' is already managed by the hpa '" + other.name() + "'; two of them would fight")
                .or(() -> scaledObjects(held, target)
                        .filter(other -> resource.equals(Resource.AUTOSCALERS) || AGE.compare(other, held) < 0)
                        .findFirst()
                        .map(other -> "the workload '" + target.name() + "' of type '" + target.kind()
                                + "' is already managed by the ScaledObject '" + other.name()
                                + "'; two of them would fight"))
                .or(() -> resource.equals(Resource.AUTOSCALERS) ? controller(held) : Optional.empty());
    }

    /// Whether the cluster's own controller decides on it, too: it never asks whose an autoscaler is.
    private Optional<String> controller(Held hpa) {
        return hpa.metadata().path("managedFields").valueStream()
                .filter(each -> each.path("manager").asString("").equals(CONTROLLER)
                        && each.path("subresource").asString("").equals("status"))
                .flatMap(each -> PodReader.instant(each.path("time")).stream())
                .filter(time -> time.plus(RECENT).isAfter(around.serverTime().instant()))
                .findFirst()
                .map(time -> "the HPA controller of this cluster wrote the status of this autoscaler at " + time
                        + " and scales the same workload; start kube-controller-manager without"
                        + " horizontal-pod-autoscaler-controller, or write a ScaledObject in place of this");
    }

    private record Target(String kind, String name) {}

    private static Target target(Held held) {
        Field ref = held.manifest().spec().at("scaleTargetRef");
        return new Target(ref.at("kind").text("Deployment"), ref.at("name").text(""));
    }

    private Stream<Held> hpas(Held held, Target target) {
        return rivals(around.cache().autoscalers().in(held.namespace()), held, target);
    }

    private Stream<Held> scaledObjects(Held held, Target target) {
        return rivals(around.cache().scaledObjects().in(held.namespace()), held, target);
    }

    private static Stream<Held> rivals(List<Held> all, Held held, Target target) {
        return all.stream()
                .filter(other -> !other.uid().equals(held.uid()) && !other.isGoing())
                .filter(other -> target(other).equals(target))
                .sorted(AGE);
    }

    /// The HorizontalPodAutoscaler that the cluster's controller runs for an object: itself, or the generated one.
    Optional<Held> stock(Held held, Resource resource) {
        if (resource.equals(Resource.AUTOSCALERS)) {
            return Optional.of(held);
        }
        return around.cache().autoscalers().in(held.namespace()).stream()
                .filter(hpa -> hpa.metadata().path("ownerReferences").valueStream()
                        .anyMatch(each -> each.path("uid").asString("").equals(held.uid())))
                .findFirst();
    }
}
