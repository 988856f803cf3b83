package dev.headroom.relabel;

import dev.headroom.model.LabelNaming;
import dev.headroom.model.Labels;
import dev.headroom.model.RegexTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/// One step of relabelling: changes a label set or drops it. The steps run in their order, each on what the one before
/// left. Source: Prometheus docs, `relabel_config`.
public sealed interface RelabelRule {

    /// Applies this rule.
    ///
    /// @return false when the label set, and whatever it names, is dropped
    boolean apply(LabelEdits labels);

    /// What all rules leave of a label set; nothing when a rule drops it.
    static Optional<Labels> apply(List<RelabelRule> rules, Labels labels) {
        if (rules.isEmpty()) {
            return Optional.of(labels);
        }
        var edits = new LabelEdits(labels);
        for (var rule : rules) {
            if (!rule.apply(edits)) {
                return Optional.empty();
            }
        }
        return Optional.of(edits.build());
    }

    /// The values of some labels, joined.
    record Source(List<String> names, String separator) {
        public Source {
            names = List.copyOf(names);
        }

        String value(LabelEdits labels) {
            return names.stream().map(labels::value).collect(Collectors.joining(separator));
        }
    }

    /// Sets the target label to the expanded replacement when the regex matches; an empty result deletes the target,
    /// and a target that expands to an invalid name is left alone.
    record Replace(Source source, AnchoredRegex regex, String targetLabel, String replacement, LabelNaming naming)
            implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            var match = regex.matcher(source.value(labels));
            if (match.find()) {
                var target = RegexTemplate.expand(targetLabel, match);
                if (naming.isValid(target)) {
                    labels.set(target, RegexTemplate.expand(replacement, match));
                }
            }
            return true;
        }
    }

    record Keep(Source source, AnchoredRegex regex) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            return regex.matches(source.value(labels));
        }
    }

    record Drop(Source source, AnchoredRegex regex) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            return !regex.matches(source.value(labels));
        }
    }

    record KeepEqual(Source source, String targetLabel) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            return labels.value(targetLabel).equals(source.value(labels));
        }
    }

    record DropEqual(Source source, String targetLabel) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            return !labels.value(targetLabel).equals(source.value(labels));
        }
    }

    /// Sets the target label to the source's MD5 modulo an unsigned number: the last eight bytes, big-endian, unsigned.
    record HashMod(Source source, String targetLabel, long modulus) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            var value = source.value(labels).getBytes(StandardCharsets.UTF_8);
            long hash = ByteBuffer.wrap(md5().digest(value)).getLong(8);
            labels.set(targetLabel, Long.toUnsignedString(Long.remainderUnsigned(hash, modulus)));
            return true;
        }

        private static MessageDigest md5() {
            try {
                return MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java platform has MD5", missing);
            }
        }
    }

    /// Copies each label whose name matches to the name that the replacement gives.
    record LabelMap(AnchoredRegex regex, String replacement) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            labels.forEach((name, value) -> {
                if (regex.matches(name)) {
                    labels.set(regex.replaceAll(name, replacement), value);
                }
            });
            return true;
        }
    }

    record LabelDrop(AnchoredRegex regex) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            labels.names().stream().filter(regex::matches).forEach(labels::remove);
            return true;
        }
    }

    record LabelKeep(AnchoredRegex regex) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            labels.names().stream().filter(name -> !regex.matches(name)).forEach(labels::remove);
            return true;
        }
    }

    record Lowercase(Source source, String targetLabel) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            labels.set(targetLabel, eachRune(source.value(labels), Character::toLowerCase));
            return true;
        }
    }

    record Uppercase(Source source, String targetLabel) implements RelabelRule {
        @Override
        public boolean apply(LabelEdits labels) {
            labels.set(targetLabel, eachRune(source.value(labels), Character::toUpperCase));
            return true;
        }
    }

    /// Go maps rune by rune, without the rules of a language or of context: a final sigma is a sigma, `ß` stays.
    private static String eachRune(String text, IntUnaryOperator mapping) {
        return text.codePoints()
                .map(mapping)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
