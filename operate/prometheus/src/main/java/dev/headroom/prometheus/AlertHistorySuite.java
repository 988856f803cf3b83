package dev.headroom.prometheus;

import dev.headroom.model.LabelNaming;
import dev.headroom.model.Samples;
import dev.headroom.recording.Differences;
import dev.headroom.recording.ReplayException;
import dev.headroom.recording.Suite;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.AlertState;
import dev.headroom.rules.GroupRun;
import dev.headroom.rules.Notification;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleSettings;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Histories of alerting and recording rules: after each evaluation the alerts in memory, the samples stored and the
/// notifications sent, across restarts and reloads.
final class AlertHistorySuite implements Suite {

    /// A text that begins so need only begin so.
    private static final String TEMPLATE_ERROR = "<error expanding template:";

    @Override
    public String name() {
        return "prometheus-alerts";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var history = new History(line);
        var differences = new ArrayList<String>();
        int number = 0;
        for (var step : line.path("steps")) {
            number++;
            var before = line.path("name").asString("") + " step " + number + " ";
            history.step(step).forEach(difference -> differences.add(before + difference));
            if (!differences.isEmpty()) {
                break;
            }
        }
        return differences;
    }

    /// A group whose rules go through the steps of one recording.
    private static final class History {
        private final RecordedRuleWorld world = new RecordedRuleWorld();
        private final GroupRun.Surroundings around;
        private String rules;
        private GroupRun run;

        History(JsonNode line) {
            around = new GroupRun.Surroundings(
                    new VirtualTimeline(Instant.EPOCH), _ -> world, world, world, world::send, settings(line));
            rules = line.path("rules").asString("");
            run = run(!line.path("fresh").asBoolean());
        }

        private GroupRun run(boolean restored) {
            var files = RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE);
            return new GroupRun(files.read("rules", rules).getFirst(), around, restored);
        }

        List<String> step(JsonNode step) {
            world.begin(step.path("results"));
            var at = Instant.ofEpochMilli(step.path("time_ms").asLong());
            switch (step.path("op").asString("")) {
                case "eval" -> run.evaluate(at);
                case "restore" -> run.restore(at);
                case "restart" -> run = run(false);
                case "reload" -> {
                    var before = run;
                    rules = step.path("rules").asString("");
                    run = run(true);
                    run.takeOver(before);
                }
                case String other -> throw new ReplayException("unknown step \"" + other + '"');
            }
            return step.has("expect") ? differences(step.path("expect")) : List.of();
        }

        private List<String> differences(JsonNode expect) {
            var differences = new Differences();
            var statuses = run.status().rules();
            differences.add("rules", expect.path("rules").size(), statuses.size());
            int place = 0;
            for (var rule : expect.path("rules")) {
                var status = statuses.get(place);
                var what = "rule " + (place + 1) + " ";
                differences.add(what + "name", rule.path("name").asString(""), status.rule().name());
                if (rule.has("health")) {
                    differences.add(what + "health", rule.path("health").asString(""), status.health().word());
                    differences.add(what + "error", rule.path("error").asString(""), status.lastError());
                }
                if (rule.has("state")) {
                    differences.add(what + "state", rule.path("state").asString(""), status.state().word());
                }
                differences.add(
                        what + "alerts",
                        texts(rule.path("alerts").valueStream(), History::recordedAlert),
                        texts(run.remembered(place).stream(), History::alert));
                place++;
            }
            if (expect.has("samples")) {
                differences.add(
                        "samples",
                        texts(expect.path("samples").valueStream(), History::recordedSample),
                        texts(world.stored().stream(), History::sample));
            }
            if (expect.has("sent")) {
                differences.add(
                        "sent",
                        texts(expect.path("sent").valueStream(), History::recordedNotification),
                        texts(world.sent().stream(), History::notification));
            }
            return differences.all();
        }

        private static <T> List<String> texts(Stream<T> items, Function<T, String> text) {
            return items.map(text).sorted().toList();
        }

        private static String recordedAlert(JsonNode alert) {
            return alert.path("state").asString("") + texts(RecordedLabels.map(alert.path("labels")))
                    + texts(RecordedLabels.map(alert.path("annotations"))) + " "
                    + RecordedLabels.number(alert.path("value")) + " active "
                    + alert.path("active_at_ms").asLong(0) + " fired " + alert.path("fired_at_ms").asLong(0)
                    + " resolved " + alert.path("resolved_at_ms").asLong(0) + " kept since "
                    + alert.path("keep_firing_since_ms").asLong(0) + " sent "
                    + alert.path("last_sent_at_ms").asLong(0);
        }

        private static String alert(AlertState alert) {
            return alert.phase().word() + texts(alert.labels().asMap()) + texts(alert.annotations()) + " "
                    + alert.value() + " active " + alert.activeAt().toEpochMilli() + " fired "
                    + millis(alert.firedAt()) + " resolved " + millis(alert.resolvedAt()) + " kept since "
                    + millis(alert.keepFiringSince()) + " sent " + millis(alert.lastSentAt());
        }

        private static long millis(Optional<Instant> time) {
            return time.map(Instant::toEpochMilli).orElse(0L);
        }

        private static String recordedSample(JsonNode sample) {
            var value = sample.path("value").asString("");
            return texts(RecordedLabels.map(sample.path("labels"))) + " " + sample.path("t").asLong() + " "
                    + (value.equals("stale") ? value : RecordedLabels.number(sample.path("value")));
        }

        private static String sample(RecordedRuleWorld.Stored sample) {
            return texts(sample.labels().asMap()) + " " + sample.timestampMillis() + " "
                    + (Samples.isStale(sample.value()) ? "stale" : sample.value());
        }

        private static String recordedNotification(JsonNode sent) {
            return texts(RecordedLabels.map(sent.path("labels"))) + texts(RecordedLabels.map(sent.path("annotations")))
                    + Instant.parse(sent.path("starts_at").asString("")) + " "
                    + Instant.parse(sent.path("ends_at").asString("")) + " " + sent.path("generator_url").asString("");
        }

        private static String notification(Notification sent) {
            return texts(sent.labels().asMap()) + texts(sent.annotations()) + sent.startsAt() + " " + sent.endsAt()
                    + " " + sent.generatorUrl();
        }

        private static String texts(Map<String, String> texts) {
            var shown = new TreeMap<>(texts);
            shown.replaceAll((_, text) -> text.startsWith(TEMPLATE_ERROR) ? TEMPLATE_ERROR : text);
            return shown.toString();
        }

        private static RuleSettings settings(JsonNode line) {
            var settings = line.path("settings");
            var externalLabels = RecordedLabels.of(settings.path("external_labels"));
            return new RuleSettings(
                    millis(settings, "evaluation_interval_ms"),
                    millis(settings, "resend_delay_ms"),
                    millis(settings, "for_grace_period_ms"),
                    millis(settings, "outage_tolerance_ms"),
                    () -> externalLabels,
                    settings.path("external_url").asString(""),
                    true);
        }

        private static Duration millis(JsonNode settings, String key) {
            return Duration.ofMillis(settings.path(key).asLong());
        }
    }
}
