package dev.headroom.hpa;

import dev.headroom.model.LabelSelectorObject;
import java.util.Optional;

/// One entry of `spec.metrics`: where a number comes from and what it should be.
public sealed interface MetricSpec {

    /// The metric's own name: `cpu`, `http_requests_in_flight`, `s0-prometheus`.
    String name();

    /// The word in `type`.
    String type();

    /// The metric as the metrics APIs know it; resources have none.
    default Optional<Identifier> identifier() {
        return switch (this) {
            case Pods pods -> Optional.of(pods.metric());
            case DescribedObject object -> Optional.of(object.metric());
            case External external -> Optional.of(external.metric());
            case Resource _, ContainerResource _, Unknown _ -> Optional.empty();
        };
    }

    /// What one pod uses, all its containers together.
    record Resource(String name, MetricTarget target) implements MetricSpec {
        @Override
        public String type() {
            return "Resource";
        }
    }

    /// What the named container uses in each pod.
    record ContainerResource(String name, String container, MetricTarget target) implements MetricSpec {
        @Override
        public String type() {
            return "ContainerResource";
        }
    }

    /// One number per pod, averaged.
    record Pods(Identifier metric, MetricTarget target) implements MetricSpec {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public String type() {
            return "Pods";
        }
    }

    /// One number that describes another object.
    record DescribedObject(ObjectReference describedObject, Identifier metric, MetricTarget target)
            implements MetricSpec {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public String type() {
            return "Object";
        }
    }

    /// Numbers from outside the cluster, added up.
    record External(Identifier metric, MetricTarget target) implements MetricSpec {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public String type() {
            return "External";
        }
    }

    /// An entry whose `type` is no source that is known; objects that were stored by other versions have them.
    record Unknown(String type) implements MetricSpec {
        @Override
        public String name() {
            return type;
        }
    }

    /// A metric by its name and, possibly, the labels of its series.
    record Identifier(String name, Optional<LabelSelectorObject> selector) {

        /// The selector as the controller's messages print it, `nil` when there is none.
        public String goString() {
            return selector.map(LabelSelectorObject::goString).orElse("nil");
        }
    }

    record ObjectReference(String apiVersion, String kind, String name) {

        /// The part of `apiVersion` before the slash; empty for the core group.
        public String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }
    }
}
