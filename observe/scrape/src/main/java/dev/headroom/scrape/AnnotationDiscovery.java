package dev.headroom.scrape;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Yaml;
import dev.headroom.model.LabelNaming;
import dev.headroom.relabel.RelabelRule;
import dev.headroom.relabel.RelabelRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Targets from the annotations `prometheus.io/scrape`, `port`, `path` and `scheme` on Services and pods, with the
/// labels that the usual relabelling gives them: jobs `kubernetes-service-endpoints` and `kubernetes-pods`,
/// `namespace`, `service`, `pod`, `node`, and the labels of the Service or the pod.
public final class AnnotationDiscovery {

    private static final String SERVICES = "kubernetes-service-endpoints";
    private static final String PODS = "kubernetes-pods";

    private final ScrapeSettings settings;
    private final List<RelabelRule> serviceRules;
    private final List<RelabelRule> podRules;

    public AnnotationDiscovery(ScrapeSettings settings) {
        this.settings = settings;
        var rules = resource("annotations.yaml");
        this.serviceRules =
                RelabelRules.read(rules.at(SERVICES), RelabelRules.Spelling.PROMETHEUS, LabelNaming.LEGACY);
        this.podRules = RelabelRules.read(rules.at(PODS), RelabelRules.Spelling.PROMETHEUS, LabelNaming.LEGACY);
    }

    private static Field resource(String name) {
        try (var stream = Objects.requireNonNull(AnnotationDiscovery.class.getResourceAsStream(name), name)) {
            return Yaml.read(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .getFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(name, failure);
        }
    }

    /// The pods behind annotated Services.
    public Discovery services(Discovery.Snapshot snapshot) {
        var builder = new TargetBuilder(SERVICES, serviceRules, settings);
        for (var service : snapshot.services()) {
            if (asks(service.annotations().get("prometheus.io/scrape"))) {
                for (var found : MetaLabels.endpoints(service, snapshot.endpoints(service))) {
                    builder.add(found.labels().toBuilder(), SERVICES, found.pod());
                }
            }
        }
        return Discovery.merge(List.of(builder.build()));
    }

    /// Annotated pods.
    public Discovery pods(Discovery.Snapshot snapshot) {
        var builder = new TargetBuilder(PODS, podRules, settings);
        for (var pod : snapshot.pods()) {
            if (asks(pod.annotations().get("prometheus.io/scrape"))) {
                for (var found : MetaLabels.podPorts(pod)) {
                    builder.add(found.labels().toBuilder(), PODS, found.pod());
                }
            }
        }
        return Discovery.merge(List.of(builder.build()));
    }

    /// What does not ask to be scraped is not even listed as dropped: that list is for surprises.
    private static boolean asks(@org.jspecify.annotations.Nullable String annotation) {
        return "true".equals(annotation);
    }
}
