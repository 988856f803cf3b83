package dev.headroom.decisiontest;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.decisiontest.DecisionScript.Expected;
import dev.headroom.drafts.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an autoscaler decided since the tick before, and whether a tick expected it.
final class Decided {

    private final List<DecisionRecord> records = new ArrayList<>();
    private Optional<DecisionRecord> newest = Optional.empty();

    void add(DecisionRecord record) {
        records.add(record);
        newest = Optional.of(record);
    }

    /// Starts over for the next tick.
    void forget() {
        records.clear();
    }

    /// The decision that a tick is about: the last change since the tick before, else the newest decision.
    private Optional<DecisionRecord> subject() {
        return lastScale().or(() -> newest);
    }

    private Optional<DecisionRecord> lastScale() {
        return records.stream().filter(record -> record.decision() instanceof Decision.Scale).reduce((_, last) -> last);
    }

    /// @param replicas there are now
    boolean isAs(Expected expected, int replicas) {
        var count = expected.replicas().orElse(replicas);
        boolean verdict = switch (expected.verdict()) {
            case SCALE -> lastScale().flatMap(DecisionRecord::desiredReplicas).filter(count::equals).isPresent();
            case HOLD -> lastScale().isEmpty()
                    && newest.filter(record -> record.decision() instanceof Decision.Hold).isPresent()
                    && replicas == count;
            case ABSTAIN -> newest.filter(record -> record.decision() instanceof Decision.Abstain).isPresent();
            case REPLICAS -> replicas == count;
        };
        return verdict && expected.words().stream().allMatch(this::isSaid);
    }

    private boolean isSaid(String word) {
        return subject().stream()
                .anyMatch(record -> record.constraint().filter(word::equals).isPresent()
                        || record.decision().reasons().stream()
                                .anyMatch(reason -> reason.code().equals(word) || reason.text().contains(word)));
    }

    /// What was decided, in words.
    String words(int replicas) {
        return subject().map(record -> words(record) + ": "
                        + record.decision().reasons().stream().map(Object::toString).collect(Collectors.joining("; ")))
                .orElse("no decision at " + replicas + " replicas");
    }

    private static String words(DecisionRecord record) {
        var verdict = switch (record.decision()) {
            case Decision.Scale scale -> "scale " + scale.desired() + " at "
                    + DurationWords.of(Duration.between(Instant.EPOCH, record.time()));
            case Decision.Hold hold -> "hold " + hold.current();
            case Decision.Abstain _ -> "abstain";
        };
        return verdict + record.constraint().map(constraint -> " " + constraint).orElse("");
    }
}
