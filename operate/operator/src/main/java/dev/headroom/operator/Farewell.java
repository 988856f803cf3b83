package dev.headroom.operator;

import dev.headroom.keda.Reconciler;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.ScaledObjectStatus;
import dev.headroom.kubernetes.EventRecorder.Note;
import dev.headroom.kubernetes.Resource;
import dev.headroom.kubernetes.ScaledWorkload;
import dev.headroom.hpa.ScaleTarget.Update;
import dev.headroom.model.ScaleTargetRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/// The end of a ScaledObject: its target gets its replicas back where that is wished, then the object may go. Its
/// autoscaler goes with its owner.
final class Farewell {

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private final Around around;
    private final ObjectWriter writer;

    Farewell(Around around, ObjectWriter writer) {
        this.around = around;
        this.writer = writer;
    }

    void of(ScaledObject object, Held held, ScaledObjectStatus status) {
        if (!held.finalizers().contains(Reconciler.FINALIZER)) {
            return;
        }
        if (object.advanced().restoreToOriginalReplicaCount()) {
            status.target().originalReplicaCount().ifPresent(count -> restore(object, count));
        }
        var metadata = JsonNodeFactory.instance.objectNode();
        var left = metadata.putArray("finalizers");
        held.finalizers().stream()
                .filter(each -> !each.equals(Reconciler.FINALIZER))
                .forEach(left::add);
        var answer = writer.metadata(metadata);
        if (answer.isDone() || answer.isNotFound()) {
            around.events()
                    .tell(held.subject(), new Note("Warning", "ScaledObjectDeleted", "ScaledObject was deleted"));
        } else {
            LOG.debug("{}: the finalizer stays: {}", object.key(), answer.why());
        }
    }

    private void restore(ScaledObject object, int replicas) {
        var target = object.scaleTargetRef();
        ResourceKind.of(target, around.kinds().of(target.apiVersion())).ifPresent(kind -> {
            var ref = new ScaleTargetRef(kind.apiVersion(), kind.kind(), object.namespace(), target.name());
            var resource = new Resource(kind.apiVersion(), kind.kind(), kind.plural());
            var workload = new ScaledWorkload(around.api(), ref, resource, around.cache()::pods);
            if (workload.scaleTo(replicas) instanceof Update.Refused(var why)) {
                LOG.warn("{}: not restored to {} replicas: {}", object.key(), replicas, why);
            }
        });
    }
}
