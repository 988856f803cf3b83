package dev.headroom.verdicts;

/// What a run says about one claim. What could not be measured has not passed.
public sealed interface Verdict {

    Claim claim();

    /// @param detail one sentence of context for the number
    record Passed(Claim claim, Figure measured, String detail) implements Verdict {}

    /// @param detail one sentence of context for the number
    record Failed(Claim claim, Figure measured, String detail) implements Verdict {}

    record NotMeasured(Claim claim, String why) implements Verdict {}

    /// @param name as a statement that is true when the verdict passes
    /// @param definition how the number comes about, for the reader who wants to know
    record Claim(String name, Group group, Bound expected, String definition) {

        Claim expecting(Bound other) {
            return new Claim(name, group, other, definition);
        }

        /// The verdict that `measured` gives.
        Verdict judge(Figure measured, String detail) {
            if (Double.isNaN(measured.value())) {
                return new NotMeasured(this, "there is no number: " + detail);
            }
            return expected.holds(measured) ? new Passed(this, measured, detail) : new Failed(this, measured, detail);
        }

        Verdict notMeasured(String why) {
            return new NotMeasured(this, why);
        }
    }

    /// What a claim is about.
    enum Group {
        OBJECTIVE("Objective"),
        SCALING("Scaling"),
        MEASUREMENT("Trust in the measurement");

        private final String words;

        Group(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    default boolean passed() {
        return this instanceof Passed;
    }

    /// `passed`, `failed`, `not measured`.
    default String word() {
        return switch (this) {
            case Passed _ -> "passed";
            case Failed _ -> "failed";
            case NotMeasured _ -> "not measured";
        };
    }

    /// The number, or a dash.
    default String measuredText() {
        return switch (this) {
            case Passed passed -> passed.measured().besides(claim().expected().limit());
            case Failed failed -> failed.measured().besides(claim().expected().limit());
            case NotMeasured _ -> RunText.NOTHING;
        };
    }

    default String detailText() {
        return switch (this) {
            case Passed passed -> passed.detail();
            case Failed failed -> failed.detail();
            case NotMeasured unknown -> unknown.why();
        };
    }
}
