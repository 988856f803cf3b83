package dev.headroom.shadow;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.ScaleTargetRef;
import java.util.List;

/// A target that is looked at and left alone.
///
/// @param target the real one
public record ShadowTarget(ScaleTarget target) implements ScaleTarget {

    @Override
    public ScaleTargetRef ref() {
        return target.ref();
    }

    @Override
    public Scale scale() {
        return target.scale();
    }

    @Override
    public List<Pod> pods() {
        return target.pods();
    }

    @Override
    public List<Usage> usage() {
        return target.usage();
    }

    /// Refused: what a shadow decides has not happened, and must not count against the policies of what comes next.
    @Override
    public Update scaleTo(int replicas) {
        return new Update.Refused("a shadow changes nothing");
    }
}
