package dev.headroom.discovery;

import dev.headroom.manifests.Field;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A container of a pod, or one that runs before those.
record PodContainer(Field spec, String id, boolean init) {

    /// All of a pod, those that run before the others last.
    static List<PodContainer> all(Field pod) {
        var all = new ArrayList<PodContainer>();
        var status = pod.at("status");
        for (var spec : pod.at("spec").at("containers").items()) {
            all.add(new PodContainer(spec, id(status.at("containerStatuses"), spec), false));
        }
        for (var spec : pod.at("spec").at("initContainers").items()) {
            all.add(new PodContainer(spec, id(status.at("initContainerStatuses"), spec), true));
        }
        return all;
    }

    private static String id(Field statuses, Field spec) {
        var name = spec.at("name").text("");
        return statuses.items().stream()
                .filter(status -> status.at("name").text("").equals(name))
                .map(status -> status.at("containerID").text(""))
                .findFirst()
                .orElse("");
    }

    List<Field> ports() {
        return spec.at("ports").items();
    }

    static String number(Field port) {
        return port.at("containerPort").text("0");
    }

    /// The labels of the container, and of one of its ports.
    void label(Labels.Builder to, Optional<Field> port) {
        var prefix = ObjectLabels.META + "pod_container_";
        to.set(prefix + "name", spec.at("name").text(""))
                .set(prefix + "image", spec.at("image").text(""))
                .set(prefix + "init", Boolean.toString(init));
        port.ifPresent(each -> to.set(prefix + "port_name", each.at("name").text(""))
                .set(prefix + "port_number", number(each))
                .set(prefix + "port_protocol", each.at("protocol").text("")));
    }
}
