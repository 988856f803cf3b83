package dev.headroom.replay;

import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import dev.headroom.scalers.Scalers;
import dev.headroom.triggers.Judgement;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prometheus triggers of KEDA: parameters in, request out; the server's answer in, metric out.
final class KedaPrometheusSuite implements Suite {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "keda-prometheus";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var given = line.path("given");
        var expect = line.path("expect");
        var differences = new Differences();
        var built = KedaTriggers.build(KedaTriggers.config(given));
        KedaTriggers.compare(differences, expect, built);
        if (built.trigger().orElse(null) instanceof PrometheusTrigger trigger
                && expect.path("newError").asString("").isEmpty()) {
            var metric = expect.path("metric");
            var exchange =
                    new RecordedExchange(given.path("answer"), metric.path("transportFailure").asString(""));
            var reading = Scalers.over(exchange, trigger)
                    .orElseThrow()
                    .read(Instant.parse(given.path("now").asString()));
            exchange.compare(differences, expect, trigger.namespace().isEmpty() ? 2 : 3);
            compare(differences, metric, reading, Judgement.of(trigger, reading));
        }
        return differences.all();
    }

    /// Compares a metric result.
    static void compare(Differences differences, JsonNode expect, Reading reading, Judgement judgement) {
        switch (judgement) {
            case Judgement.Measured measured -> {
                differences.add("error", error(expect), "none");
                differences.add("value", expect.path("value").asString("none"), measured.value().toString());
                differences.add("active", expect.path("active").asBoolean(false), measured.active());
            }
            case Judgement.Failed failed -> {
                var error = error(expect);
                boolean free = expect.has("panic") || expect.has("transportFailure") || isLibraryText(error);
                differences.add(
                        "error",
                        free ? "one" : error,
                        free && !error.equals("none") ? "one" : failed.error());
                if (reading instanceof Reading.Failed lost) {
                    differences.add(
                            "transportFailure",
                            expect.path("transportFailure").asString("none"),
                            lost.failure().map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("none"));
                }
            }
        }
    }

    private static String error(JsonNode expect) {
        return expect.path("error").asString(expect.path("panic").asString("none"));
    }

    private static boolean isLibraryText(String error) {
        return KedaTriggers.isParserText(error.replaceFirst("^error requesting metrics endpoint: ", ""));
    }

    /// KEDA's process ends at a value that is no text (a number, truth value, list or object); here that is an error.
    @Override
    public Optional<String> deviation(JsonNode line) {
        if (!KedaTriggers.build(KedaTriggers.config(line.path("given"))).error().isEmpty()) {
            return Optional.empty();
        }
        JsonNode body;
        try {
            body = JSON.readTree(line.path("given").path("answer").path("body").asString(""));
        } catch (JacksonException _) {
            return Optional.empty();
        }
        var result = body.path("data").path("result");
        var second = result.path(0).path("value").path(1);
        boolean served = Set.of(200, 201, 299).contains(line.path("given").path("answer").path("status").asInt(200));
        boolean panics = second.isNumber() || second.isBoolean() || second.isContainer();
        return served && result.size() == 1 && panics ? Optional.of("value-is-no-text") : Optional.empty();
    }
}
