package dev.headroom.replay;

import dev.headroom.model.Quantity;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import dev.headroom.scalers.KafkaScaler;
import dev.headroom.scalers.RedisLength;
import dev.headroom.scalers.Scalers;
import dev.headroom.triggers.GoText;
import dev.headroom.triggers.Judgement;
import dev.headroom.triggers.KafkaTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.RedisListTrigger;
import dev.headroom.triggers.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The other triggers of KEDA: parameters in, metric out, and poll after poll of one scaler.
final class KedaScalersSuite implements Suite {

    @Override
    public String name() {
        return "keda-scalers";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var given = line.path("given");
        var expect = line.path("expect");
        var differences = new Differences();
        var built = KedaTriggers.build(KedaTriggers.config(given));
        KedaTriggers.compare(differences, expect, built);
        if (built.trigger().isPresent() && expect.has("polls")) {
            polls(differences, built.trigger().get(), given.path("polls"), expect.path("polls"));
        }
        return differences.all();
    }

    /// KEDA's process ends at a target of cpu or memory that is no quantity; here that is an error of the trigger.
    @Override
    public Optional<String> deviation(JsonNode line) {
        var config = KedaTriggers.config(line.path("given"));
        var value = GoText.trimmed(config.metadata().getOrDefault("value", ""));
        boolean panics = Trigger.isResource(config.type())
                && config.metricType().equals("AverageValue")
                && GoText.trimmed(config.metadata().getOrDefault("type", "")).isEmpty()
                && !value.isEmpty()
                && Quantity.tryParse(value).isEmpty();
        return panics ? Optional.of("target-is-no-quantity") : Optional.empty();
    }

    private static void polls(Differences differences, Trigger trigger, JsonNode given, JsonNode expect) {
        var brokers = new RecordedBrokers();
        Optional<KafkaScaler> kafka = trigger instanceof KafkaTrigger each
                ? Optional.of(new KafkaScaler(each, brokers))
                : Optional.empty();
        for (int i = 0; i < given.size(); i++) {
            var poll = given.path(i);
            var recorded = expect.path(i);
            brokers.step(poll.path("kafka"));
            var one = new Differences();
            if (trigger instanceof dev.headroom.triggers.ResourceTrigger) {
                one.add("active", recorded.path("active").asBoolean(false), true);
            } else {
                var exchange = new RecordedExchange(
                        poll.path("answer"), recorded.path("transportFailure").asString(""));
                var reading = switch (trigger) {
                    case RedisListTrigger list ->
                        RedisLength.of(poll.path("redisReply").asString(""), list.activationListLength());
                    case KafkaTrigger _ -> kafka.orElseThrow().read(Instant.EPOCH);
                    default ->
                        Scalers.over(exchange, trigger)
                                .orElseThrow()
                                .read(Instant.parse(poll.path("now").asString("1970-01-01T00:00:00Z")));
                };
                if (poll.has("answer")) {
                    exchange.compare(one, recorded, 0);
                }
                var judgement = Judgement.of(trigger, reading);
                KedaPrometheusSuite.compare(one, promised(recorded), promised(reading), promised(judgement));
            }
            int number = i;
            one.all().forEach(each -> differences.add("poll " + number, "", each));
        }
    }

    /// A recorded result without the texts of Kafka's library.
    private static JsonNode promised(JsonNode recorded) {
        var copy = (ObjectNode) recorded.deepCopy();
        if (copy.has("error")) {
            copy.put("error", withoutLibrary(copy.path("error").asString()));
        }
        return copy;
    }

    private static Reading promised(Reading reading) {
        return reading instanceof Reading.Failed failed
                ? new Reading.Failed(withoutLibrary(failed.error()), failed.failure())
                : reading;
    }

    private static Judgement promised(Judgement judgement) {
        return judgement instanceof Judgement.Failed failed
                ? new Judgement.Failed(withoutLibrary(failed.error()))
                : judgement;
    }

    private static String withoutLibrary(String error) {
        return error.replaceFirst(
                "^(error describing topics|error listing [a-z ]+|error finding offset block for topic [\\w.]+ and"
                        + " partition \\d+( from offset block)?): .*",
                "$1")
                .replaceFirst("^kafka: .*", "kafka");
    }
}
