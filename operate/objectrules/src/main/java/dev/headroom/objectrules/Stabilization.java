package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.manifests.Field;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Stabilization windows longer than the test that should show scaling, or than is sensible.
final class Stabilization implements Rule {

    /// The controller's own window for scaling down.
    private static final Duration USUAL_DOWN = Duration.ofMinutes(5);

    private static final Duration LONG_UP = Duration.ofMinutes(5);
    private static final Duration LONG_DOWN = Duration.ofMinutes(30);

    @Override
    public String id() {
        return "stabilization";
    }

    @Override
    public String title() {
        return "A stabilization window longer than the test, or than a spike";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream()
                .flatMap(scaler -> Stream.of(up(scaler, drafts), down(scaler, drafts)).flatMap(Optional::stream));
    }

    private Optional<Finding> up(Scaler scaler, Drafts drafts) {
        var field = Peek.at(scaler.behavior(), "scaleUp", "stabilizationWindowSeconds");
        var window = Peek.integer(field).map(Duration::ofSeconds).orElse(Duration.ZERO);
        var test = drafts.settings().testDuration();
        if (test.isPresent() && window.isPositive() && window.compareTo(test.get()) >= 0) {
            return Optional.of(warning(
                    field.place(),
                    scaler.what() + ": expected a scale-up window shorter than the test of "
                            + DurationWords.of(test.get()) + ", got " + DurationWords.of(window)
                            + ": the lowest wish of the whole window counts, so the test sees no scaling up"));
        }
        return window.compareTo(LONG_UP) > 0
                ? Optional.of(info(
                        field.place(),
                        scaler.what() + ": expected a scale-up window of at most " + DurationWords.of(LONG_UP) + ","
                                + " got "
                                + DurationWords.of(window) + ": a spike waits that long for its first replica"))
                : Optional.empty();
    }

    private Optional<Finding> down(Scaler scaler, Drafts drafts) {
        var field = Peek.at(scaler.behavior(), "scaleDown", "stabilizationWindowSeconds");
        var window = Peek.integer(field).map(Duration::ofSeconds).orElse(USUAL_DOWN);
        var test = drafts.settings().testDuration();
        if (test.isPresent() && window.compareTo(test.get()) >= 0) {
            return Optional.of(info(
                    place(scaler, field),
                    scaler.what() + ": expected a scale-down window shorter than the test of "
                            + DurationWords.of(test.get()) + ", got " + DurationWords.of(window)
                            + (field.isMissing() ? ", the controller's default" : "")
                            + ": the test cannot see scaling down"));
        }
        return window.compareTo(LONG_DOWN) > 0
                ? Optional.of(info(
                        field.place(),
                        scaler.what() + ": expected a scale-down window of at most " + DurationWords.of(LONG_DOWN)
                                + ", got " + DurationWords.of(window) + ": a short spike is paid for that long"))
                : Optional.empty();
    }

    private static Field.Place place(Scaler scaler, Field field) {
        return field.isMissing() ? scaler.manifest().root().at("kind").place() : field.place();
    }
}
