package dev.headroom.adapter;

import dev.headroom.model.LabelSelector;
import dev.headroom.model.Quantity;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.QueryResult.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The resource metrics API out of `resourceRules`: CPU and memory of pods and nodes. Whoever lacks one of the two
/// entirely is left out; NaN and negative values are 0. Source: package `resourceprovider`.
public final class ResourceMetrics {

    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";

    private final ResourceRules rules;
    private final MetricsSource source;

    public ResourceMetrics(ResourceRules rules, MetricsSource source) {
        this.rules = rules;
        this.source = source;
    }

    /// Pods of one namespace.
    ///
    /// @param names of pods that run, in the order of the answer
    public MetricAnswer<ResourceUsage> pods(String namespace, List<String> names, Instant now) {
        return answer(new MetricsQuery.Objects(GroupResource.PODS, Optional.of(namespace), names), now);
    }

    public MetricAnswer<ResourceUsage> nodes(List<String> names, Instant now) {
        return answer(new MetricsQuery.Objects(GroupResource.NODES, Optional.empty(), names), now);
    }

    private MetricAnswer<ResourceUsage> answer(MetricsQuery.Objects objects, Instant now) {
        if (objects.names().isEmpty()) {
            return new MetricAnswer.Items<>("", List.of());
        }
        try {
            var cpu = asked(rules.cpu(), objects, now);
            var memory = asked(rules.memory(), objects, now);
            var items = new ArrayList<ResourceUsage>();
            for (var name : objects.names()) {
                if (cpu.byName().containsKey(name) && memory.byName().containsKey(name)) {
                    items.add(usage(objects, name, cpu.of(name), memory.of(name)));
                }
            }
            return new MetricAnswer.Items<>(cpu.promql() + "\n" + memory.promql(), items);
        } catch (PromqlException | AdapterException failure) {
            return new MetricAnswer.Failed<>("unable to fetch metrics", String.valueOf(failure.getMessage()));
        }
    }

    /// The elements of one answer by object.
    ///
    /// @param container the label that tells a pod's elements apart; of a node only the first element counts
    private record Asked(String promql, Optional<String> container, Map<String, List<Element>> byName) {

        Map<String, Element> of(String name) {
            var elements = byName.getOrDefault(name, List.of());
            if (container.isEmpty()) {
                return Map.of("", elements.getFirst());
            }
            var byContainer = new HashMap<String, Element>();
            elements.forEach(each -> byContainer.put(each.labels().value(container.get()), each));
            return byContainer;
        }
    }

    private Asked asked(ResourceRules.Rule rule, MetricsQuery.Objects objects, Instant now) {
        boolean nodes = objects.resource().equals(GroupResource.NODES);
        var promql = nodes
                ? rule.nodes().forObjects("", objects, LabelSelector.everything(), List.of())
                : rule.containers()
                        .forObjects("", objects, LabelSelector.everything(), List.of(rule.containerLabel()));
        if (!(source.query(promql, now) instanceof QueryResult.Vector vector)) {
            throw new AdapterException("invalid or empty value of non-vector type returned by " + promql);
        }
        var label = rule.labels().labelOf(objects.resource());
        var byName = new HashMap<String, List<Element>>();
        vector.elements()
                .forEach(each -> byName.computeIfAbsent(each.labels().value(label), _ -> new ArrayList<>())
                        .add(each));
        return new Asked(promql, nodes ? Optional.empty() : Optional.of(rule.containerLabel()), byName);
    }

    private ResourceUsage usage(
            MetricsQuery.Objects objects, String name, Map<String, Element> cpu, Map<String, Element> memory) {
        var usage = new TreeMap<String, Map<String, Quantity>>();
        var containers = new TreeMap<>(cpu);
        containers.putAll(memory);
        for (var container : containers.keySet()) {
            usage.put(
                    container,
                    Map.of(
                            CPU, amount(cpu.get(container), Quantity.Format.DECIMAL_SI),
                            MEMORY, amount(memory.get(container), Quantity.Format.BINARY_SI)));
        }
        long earliest = Math.min(earliest(cpu.values()), earliest(memory.values()));
        return new ResourceUsage(
                objects.namespace().orElse(""), name, Instant.ofEpochMilli(earliest), rules.window(), usage);
    }

    private static Quantity amount(@org.jspecify.annotations.Nullable Element element, Quantity.Format format) {
        double value = element == null || Double.isNaN(element.value()) || element.value() < 0 ? 0 : element.value();
        return Cut.quantity(value, format);
    }

    private static long earliest(Collection<Element> elements) {
        return elements.stream().mapToLong(Element::timestampMillis).min().orElse(Long.MAX_VALUE);
    }
}
