package dev.headroom.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where the targets of a job come from: one kind of service discovery.
public sealed interface SdConfig {

    /// Addresses that share labels.
    record Group(List<String> targets, Map<String, String> labels) {
        public Group {
            targets = List.copyOf(targets);
            labels = Map.copyOf(labels);
        }
    }

    /// `static_configs`: written out.
    record Static(List<Group> groups) implements SdConfig {
        public Static {
            groups = List.copyOf(groups);
        }
    }

    /// `file_sd_configs`: in files of groups; a file's name may have a `*`.
    record File(List<String> files, Duration refreshInterval) implements SdConfig {
        public File {
            files = List.copyOf(files);
        }
    }

    /// `http_sd_configs`: behind a URL that answers with groups.
    record Http(String url, Duration refreshInterval, HttpClientConfig http) implements SdConfig {}

    /// `dns_sd_configs`: what a name server knows.
    record Dns(List<String> names, String type, int port, Duration refreshInterval) implements SdConfig {
        public Dns {
            names = List.copyOf(names);
        }
    }

    /// `kubernetes_sd_configs`: objects of a cluster, or of the processes that stand in for one.
    ///
    /// @param role what a target is: a pod, a port of an endpoint, a Service ...
    /// @param namespaces where to look; empty for everywhere
    /// @param ownNamespace whether to look in the namespace of this program as well
    /// @param attached what else targets carry
    record Kubernetes(
            Role role, String apiServer, List<String> namespaces, boolean ownNamespace, List<Selector> selectors,
            Attached attached, HttpClientConfig http) implements SdConfig {
        public Kubernetes {
            namespaces = List.copyOf(namespaces);
            selectors = List.copyOf(selectors);
        }
    }

    /// Which objects of one role count.
    record Selector(Role role, String label, String field) {}

    /// `attach_metadata`: the objects around a target whose labels and annotations, or names, it carries.
    record Attached(boolean node, boolean namespace, boolean deployment, boolean job, boolean cronJob) {

        /// Nothing.
        public static final Attached NOTHING = new Attached(false, false, false, false, false);
    }

    /// The roles of Kubernetes discovery.
    enum Role {
        NODE,
        SERVICE,
        POD,
        ENDPOINTS,
        ENDPOINTSLICE,
        INGRESS
    }

    /// A discovery that Prometheus has and this program has not: it finds nothing, and a warning says so.
    record Unsupported(String key) implements SdConfig {}
}
