package dev.headroom.scrape;

import dev.headroom.discovery.ClusterObjects;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pods and Services of this machine as the objects that an API server would have of them: with the Endpoints and
/// EndpointSlices that its controllers would make.
final class ViewObjects {

    private static final Field.Place PLACE = new Field.Place("this machine", 1, 1, "");

    private final List<ServiceView> services;
    private final List<PodView> pods;

    ViewObjects(List<ServiceView> services, List<PodView> pods) {
        this.services = services;
        this.pods = pods;
    }

    ClusterObjects objects() {
        return new ClusterObjects(Map.of(
                Kind.POD, pods.stream().map(ViewObjects::pod).toList(),
                Kind.SERVICE, services.stream().map(ViewObjects::service).toList(),
                Kind.ENDPOINTS, services.stream().map(this::endpoints).toList(),
                Kind.ENDPOINTSLICE, services.stream().flatMap(service -> slices(service).stream()).toList()));
    }

    private static Field object(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Field>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var value = namesAndValues[i + 1];
            if (!value.equals("")) {
                fields.put(
                        (String) namesAndValues[i],
                        value instanceof Field field ? field : new Field.Scalar(PLACE, value.toString(), false));
            }
        }
        return new Field.Mapping(PLACE, fields, Map.of());
    }

    private static Field texts(Map<String, String> texts) {
        var fields = new LinkedHashMap<String, Field>();
        texts.forEach((name, text) -> fields.put(name, new Field.Scalar(PLACE, text, true)));
        return new Field.Mapping(PLACE, fields, Map.of());
    }

    private static Field list(List<Field> items) {
        return new Field.Sequence(PLACE, items);
    }

    private static Field metadata(
            String namespace, String name, Map<String, String> labels, Map<String, String> annotations) {
        return object(
                "namespace", namespace, "name", name, "labels", texts(labels), "annotations", texts(annotations));
    }

    private static Field pod(PodView pod) {
        var ports = new LinkedHashMap<String, List<Field>>();
        pod.ports().forEach(port -> ports.computeIfAbsent(port.container(), _ -> new ArrayList<>())
                .add(object("name", port.name(), "containerPort", port.containerPort(), "protocol", "TCP")));
        var containers = new ArrayList<Field>();
        ports.forEach((container, declared) -> containers.add(object("name", container, "ports", list(declared))));
        if (containers.isEmpty()) {
            containers.add(object());
        }
        return object(
                "metadata", metadata(pod.namespace(), pod.name(), pod.labels(), pod.annotations()),
                "spec", object("nodeName", pod.node(), "containers", list(containers)),
                "status", object(
                        "podIP", pod.address(),
                        "phase", pod.phase().text(),
                        "conditions", list(List.of(
                                object("type", "Ready", "status", pod.ready() ? "True" : "False")))));
    }

    private static Field service(ServiceView service) {
        var ports = service.ports().stream()
                .map(port -> object(
                        "name", port.name(), "port", port.port(), "targetPort", port.targetPort(), "protocol", "TCP"))
                .toList();
        return object(
                "metadata", metadata(service.namespace(), service.name(), service.labels(), service.annotations()),
                "spec", object("type", "ClusterIP", "selector", texts(service.selector()), "ports", list(ports)));
    }

    private static Field reference(PodView pod) {
        return object("kind", "Pod", "namespace", pod.namespace(), "name", pod.name());
    }

    /// The pods behind a Service by the ports that it has there: a named port may have another number in another pod.
    private Map<Field, List<PodView>> subsets(ServiceView service) {
        var subsets = new LinkedHashMap<Field, List<PodView>>();
        service.behind(pods).forEach(
                pod -> subsets.computeIfAbsent(list(ports(service, pod)), _ -> new ArrayList<>()).add(pod));
        return subsets;
    }

    private Field endpoints(ServiceView service) {
        var all = new ArrayList<Field>();
        subsets(service).forEach((ports, members) -> all.add(object(
                "ports", ports,
                "addresses", addresses(members.stream().filter(PodView::ready).toList()),
                "notReadyAddresses", addresses(members.stream().filter(pod -> !pod.ready()).toList()))));
        return object(
                "metadata", metadata(service.namespace(), service.name(), service.labels(), Map.of()),
                "subsets", list(all));
    }

    private static Field addresses(List<PodView> pods) {
        return list(pods.stream()
                .map(pod -> object("ip", pod.address(), "nodeName", pod.node(), "targetRef", reference(pod)))
                .toList());
    }

    private static List<Field> ports(ServiceView service, PodView pod) {
        var ports = new ArrayList<Field>();
        service.ports().forEach(port -> pod.port(port.targetPort())
                .ifPresent(number -> ports.add(object("name", port.name(), "port", number, "protocol", "TCP"))));
        return ports;
    }

    private List<Field> slices(ServiceView service) {
        var labels = new LinkedHashMap<>(service.labels());
        labels.put("kubernetes.io/service-name", service.name());
        var slices = new ArrayList<Field>();
        subsets(service).forEach((ports, members) -> {
            var endpoints = members.stream()
                    .map(pod -> object(
                            "addresses", list(List.of(new Field.Scalar(PLACE, pod.address(), true))),
                            "conditions", object("ready", pod.ready(), "serving", pod.ready(), "terminating", false),
                            "nodeName", pod.node(),
                            "targetRef", reference(pod)))
                    .toList();
            slices.add(object(
                    "metadata",
                    metadata(service.namespace(), service.name() + "-" + slices.size(), labels, Map.of()),
                    "addressType", "IPv4",
                    "ports", ports,
                    "endpoints", list(endpoints)));
        });
        return slices;
    }
}
