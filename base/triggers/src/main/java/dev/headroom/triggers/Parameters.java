package dev.headroom.triggers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads the parameters of one trigger in their order. What is wrong is collected, not thrown: KEDA reports all errors
/// of a trigger at once, and so a parameter that cannot be read has its zero value for the checks that follow.
final class Parameters {

    private final TriggerConfig config;
    private final List<String> errors = new ArrayList<>();

    Parameters(TriggerConfig config) {
        this.config = config;
    }

    /// Where a parameter may come from.
    enum Source {
        METADATA("triggerMetadata"),
        ENVIRONMENT("resolvedEnv"),
        AUTHENTICATION("authParams");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /// How one parameter is found and what it may be.
    ///
    /// @param names the first that has a value counts
    /// @param sources in their order, each with all the names
    /// @param otherwise its value where none is written
    /// @param words the only words that its comma-separated elements may be; empty for any
    /// @param exclusive of these words only one may be there
    record Parameter(
            List<String> names,
            List<Source> sources,
            boolean isRequired,
            String otherwise,
            List<String> words,
            List<String> exclusive) {

        static Parameter of(String... names) {
            return new Parameter(
                    List.of(names), List.of(Source.METADATA), false, "", List.of(), List.of());
        }

        Parameter from(Source... other) {
            return new Parameter(names, List.of(other), isRequired, otherwise, words, exclusive);
        }

        Parameter required() {
            return new Parameter(names, sources, true, otherwise, words, exclusive);
        }

        Parameter or(String value) {
            return new Parameter(names, sources, isRequired, value, words, exclusive);
        }

        Parameter oneOf(String... allowed) {
            return new Parameter(names, sources, isRequired, otherwise, List.of(allowed), exclusive);
        }

        Parameter onlyOneOf(String... excluded) {
            return new Parameter(names, sources, isRequired, otherwise, words, List.of(excluded));
        }

        private String quotedName() {
            return GoText.quoted(String.join(",", names));
        }
    }

    String text(Parameter parameter) {
        return value(parameter).orElse("");
    }

    double number(Parameter parameter) {
        return typed(parameter, text -> GoText.jsonNumber(text)
                        .orElseThrow(() -> new TriggerException(
                                "unable to unmarshal to field type float64: expected a JSON number")))
                .orElse(0.0);
    }

    long whole(Parameter parameter) {
        return whole(parameter, "int64");
    }

    /// @param type what KEDA calls the type in its error
    long whole(Parameter parameter, String type) {
        return typed(parameter, text -> GoText.jsonInteger(text)
                        .orElseThrow(() -> new TriggerException("unable to unmarshal to field type " + type
                                + ": expected a JSON number without fraction and exponent")))
                .orElse(0L);
    }

    boolean truth(Parameter parameter) {
        return optionalTruth(parameter).orElse(false);
    }

    Optional<Boolean> optionalTruth(Parameter parameter) {
        return typed(parameter, text -> GoText.truth(text)
                .orElseThrow(() -> new TriggerException(
                        "unable to parse boolean value " + GoText.quoted(text) + ": " + GoText.truthError(text))));
    }

    /// A duration, or a whole number of milliseconds. One too long for 64 bits of nanoseconds is as long as they are.
    Optional<Duration> duration(Parameter parameter) {
        return typed(parameter, text -> {
            var duration = GoText.duration(text);
            if (duration.isPresent()) {
                if (duration.get().isNegative()) {
                    throw new TriggerException("duration cannot be negative: " + GoText.quoted(text));
                }
                return duration.get();
            }
            long millis = GoText.int64(text)
                    .orElseThrow(() -> new TriggerException("unable to parse duration value " + GoText.quoted(text)
                            + ": must be either a duration string (e.g. '30s', '5m') or a number of milliseconds"));
            if (millis < 0) {
                throw new TriggerException("duration cannot be negative: " + millis + " milliseconds");
            }
            return Duration.ofMillis(Math.min(millis, Long.MAX_VALUE / 1_000_000));
        });
    }

    /// `key=value,key2=value2`; the last of equal keys counts.
    Map<String, String> map(Parameter parameter) {
        return typed(parameter, text -> {
                    var map = new LinkedHashMap<String, String>();
                    for (var part : text.split(",", -1)) {
                        var pair = GoText.trimmed(part).split("=", -1);
                        if (pair.length != 2) {
                            throw new TriggerException(
                                    "expected format key=value, got " + GoText.quoted(GoText.trimmed(part)));
                        }
                        map.put(GoText.trimmed(pair[0]), GoText.trimmed(pair[1]));
                    }
                    return (Map<String, String>) map;
                })
                .orElse(Map.of());
    }

    List<String> list(Parameter parameter) {
        return value(parameter)
                .map(text -> Arrays.stream(text.split(",", -1)).map(GoText::trimmed).toList())
                .orElse(List.of());
    }

    /// Notes an error of a check across parameters.
    void check(Optional<String> error) {
        error.ifPresent(errors::add);
    }

    /// @throws TriggerException with everything that was wrong, one line each, behind `prefix`
    void finish(String prefix) {
        if (!errors.isEmpty()) {
            throw new TriggerException(prefix + String.join("\n", errors));
        }
    }

    private <T> Optional<T> typed(Parameter parameter, Function<String, T> reader) {
        return value(parameter).flatMap(text -> {
            try {
                return Optional.of(reader.apply(text));
            } catch (TriggerException wrong) {
                errors.add("unable to set param " + parameter.quotedName() + " value " + GoText.quoted(text) + ": "
                        + wrong.text());
                return Optional.empty();
            }
        });
    }

    /// The text of a parameter, after the checks that need no type; empty also when one of them failed.
    private Optional<String> value(Parameter parameter) {
        var written = written(parameter);
        if (written.isEmpty() && parameter.otherwise().isEmpty()) {
            if (parameter.isRequired()) {
                var sources = String.join(
                        " ", parameter.sources().stream().map(Source::toString).toList());
                errors.add("missing required parameter " + parameter.quotedName() + " in [" + sources + "]");
            }
            return Optional.empty();
        }
        var text = written.orElse(parameter.otherwise());
        var elements = Arrays.stream(text.split(",", -1)).map(GoText::trimmed).toList();
        if (!parameter.words().isEmpty() && !new HashSet<>(parameter.words()).containsAll(elements)) {
            return refused(parameter, text, "must be one of", parameter.words());
        }
        if (elements.stream().filter(parameter.exclusive()::contains).count() > 1) {
            return refused(parameter, text, "must contain only one of", parameter.exclusive());
        }
        return Optional.of(text);
    }

    private Optional<String> refused(Parameter parameter, String text, String rule, List<String> words) {
        errors.add("parameter " + parameter.quotedName() + " value " + GoText.quoted(text) + " " + rule + " ["
                + String.join(" ", words) + "]");
        return Optional.empty();
    }

    private Optional<String> written(Parameter parameter) {
        for (var source : parameter.sources()) {
            for (var name : parameter.names()) {
                var found = switch (source) {
                    case METADATA -> config.metadata().getOrDefault(name, "");
                    case AUTHENTICATION -> config.authParams().getOrDefault(name, "");
                    case ENVIRONMENT ->
                        config.resolvedEnv().getOrDefault(config.metadata().getOrDefault(name + "FromEnv", ""), "");
                };
                if (!GoText.trimmed(found).isEmpty()) {
                    return Optional.of(GoText.trimmed(found));
                }
            }
        }
        return Optional.empty();
    }
}
