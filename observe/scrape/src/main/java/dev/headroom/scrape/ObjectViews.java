package dev.headroom.scrape;

import dev.headroom.discovery.ClusterObjects;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Objects of an API as pods and Services to scrape.
final class ObjectViews {

    private ObjectViews() {}

    /// A pod that is told to end is no target any more: its page goes away while it drains, and that is no trouble of
    /// the metrics path.
    static List<PodView> pods(ClusterObjects objects) {
        return objects.all(Kind.POD).stream()
                .filter(pod -> pod.at("metadata").at("deletionTimestamp").isMissing())
                .map(ObjectViews::pod)
                .toList();
    }

    private static PodView pod(Field pod) {
        var metadata = pod.at("metadata");
        var status = pod.at("status");
        boolean ready = status.at("conditions").items().stream()
                .anyMatch(condition -> condition.at("type").text("").equals("Ready")
                        && condition.at("status").text("").equals("True"));
        return new PodView(
                metadata.at("name").text(),
                metadata.at("namespace").text(""),
                metadata.at("labels").texts(),
                metadata.at("annotations").texts(),
                status.at("podIP").text(""),
                ports(pod.at("spec").at("containers").items()),
                PodView.Phase.of(status.at("phase").text("")),
                ready,
                pod.at("spec").at("nodeName").text(""));
    }

    private static List<PodView.Port> ports(List<Field> containers) {
        var ports = new ArrayList<PodView.Port>();
        for (var container : containers) {
            for (var port : container.at("ports").items()) {
                if (port.at("protocol").text("TCP").equals("TCP")) {
                    int number = port.at("containerPort").integer();
                    ports.add(new PodView.Port(
                            container.at("name").text(""), port.at("name").text(""), number, number));
                }
            }
        }
        return ports;
    }

    static List<ServiceView> services(ClusterObjects objects) {
        return objects.all(Kind.SERVICE).stream().map(ObjectViews::service).toList();
    }

    private static ServiceView service(Field service) {
        var metadata = service.at("metadata");
        var ports = service.at("spec").at("ports").items().stream()
                .map(port -> new ServiceView.Port(
                        port.at("name").text(""),
                        port.at("port").integer(),
                        Optional.of(port.at("targetPort").text("")).filter(text -> !text.isEmpty() && !text.equals("0"))
                                .orElse(port.at("port").text(""))))
                .toList();
        return new ServiceView(
                metadata.at("name").text(),
                metadata.at("namespace").text(""),
                metadata.at("labels").texts(),
                metadata.at("annotations").texts(),
                service.at("spec").at("selector").texts(),
                ports);
    }
}
