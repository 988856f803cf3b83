package dev.headroom.notifier;

import dev.headroom.config.AlertingConfig;
import dev.headroom.config.AlertingConfig.Alertmanagers;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.model.Labels;
import dev.headroom.relabel.RelabelRule;
import dev.headroom.rules.Notification;
import dev.headroom.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Tells every Alertmanager of a configuration about every alert, each at its own pace.
///
/// External labels go on first, where an alert has no such label; then `alert_relabel_configs`, then the rules of the
/// set that an Alertmanager belongs to. An alert without labels left is not sent.
public final class AlertNotifier implements AutoCloseable {

    private static final String ALERTS_PATH = "__alerts_path__";

    private final AlertSender sender;
    private final Timeline timeline;
    private AlertingConfig config = AlertingConfig.NONE;
    private Map<String, String> externalLabels = Map.of();
    private final Map<Key, AlertQueue> queues = new LinkedHashMap<>();

    /// An Alertmanager, and how it is told.
    private record Key(String url, Alertmanagers how) {}

    /// How one Alertmanager fares.
    ///
    /// @param sent alerts that it took
    /// @param errors batches that failed
    /// @param dropped alerts that it will not get
    /// @param waiting alerts that it has yet to get
    /// @param trouble why the newest batch failed; empty when it did not
    public record Instance(String url, long sent, long errors, long dropped, int waiting, String trouble) {}

    public AlertNotifier(AlertSender sender, Timeline timeline) {
        this.sender = sender;
        this.timeline = timeline;
    }

    /// Makes the Alertmanagers that are told those of `wanted`. What waits for one that stays goes on waiting.
    ///
    /// @param groups the groups that a discovery knows now
    public synchronized void sync(
            AlertingConfig wanted, Map<String, String> labels, Function<SdConfig, List<Group>> groups) {
        config = wanted;
        externalLabels = Map.copyOf(labels);
        var keys = new ArrayList<Key>();
        for (var set : wanted.alertmanagers()) {
            for (var discovery : set.discoveries()) {
                for (var group : groups.apply(discovery)) {
                    group.targets().forEach(target -> url(set, group, target)
                            .ifPresent(url -> keys.add(new Key(url, set))));
                }
            }
        }
        var left = new HashMap<String, Map<Labels, Notification>>();
        queues.entrySet().removeIf(entry -> {
            boolean gone = !keys.contains(entry.getKey());
            if (gone) {
                left.put(entry.getKey().url(), entry.getValue().close());
            }
            return gone;
        });
        for (var key : keys) {
            if (!queues.containsKey(key)) {
                var queue = new AlertQueue(key.url(), key.how(), sender, timeline);
                queues.put(key, queue);
                left.getOrDefault(key.url(), Map.of()).values().forEach(queue::add);
            }
        }
    }

    private static Optional<String> url(Alertmanagers set, Group group, String target) {
        var labels = Labels.builder()
                .set("__scheme__", set.scheme())
                .set(ALERTS_PATH, ("/" + set.pathPrefix() + "/api/v2/alerts").replaceAll("/+", "/"));
        group.labels().forEach(labels::set);
        labels.set("__address__", target);
        return RelabelRule.apply(set.relabeling(), labels.build())
                .filter(found -> !found.value("__address__").isEmpty())
                .map(found -> found.value("__scheme__") + "://" + found.value("__address__")
                        + found.value(ALERTS_PATH));
    }

    /// Takes alerts that fire or are over; does not wait for anybody.
    public synchronized void accept(List<Notification> alerts) {
        for (var alert : alerts) {
            var labels = alert.labels().toBuilder();
            externalLabels.forEach((name, value) -> {
                if (labels.value(name).isEmpty()) {
                    labels.set(name, value);
                }
            });
            var common = RelabelRule.apply(config.alertRelabeling(), labels.build());
            common.ifPresent(relabelled -> queues.forEach((key, queue) -> RelabelRule.apply(
                            key.how().alertRelabeling(), relabelled)
                    .filter(own -> !own.isEmpty())
                    .ifPresent(own -> queue.add(labelled(alert, own)))));
        }
    }

    private static Notification labelled(Notification alert, Labels labels) {
        return new Notification(labels, alert.annotations(), alert.startsAt(), alert.endsAt(), alert.generatorUrl());
    }

    /// The Alertmanagers that are told, in the order of the configuration.
    public synchronized List<Instance> instances() {
        return queues.values().stream().map(AlertQueue::status).toList();
    }

    @Override
    public synchronized void close() {
        queues.values().forEach(AlertQueue::close);
        queues.clear();
    }
}
