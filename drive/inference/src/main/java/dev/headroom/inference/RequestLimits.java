package dev.headroom.inference;

/// What a request to the service may ask for. Beyond a limit the answer is an error that names it.
final class RequestLimits {

    /// The longest body of a request, in bytes (`max_body_bytes`): a thousand rows need a tenth of it.
    static final int MAX_BODY_BYTES = 1 << 20;

    /// How long the body of a request may take to arrive, in milliseconds (`max_body_millis`).
    static final int MAX_BODY_MILLIS = 10_000;

    /// How much of a body that is too long is read and thrown away, so that its sender can read the error, in bytes.
    static final int MAX_DISCARDED_BYTES = 32 << 20;

    /// How deep objects and lists of a body may nest (`max_nesting_depth`).
    static final int MAX_NESTING_DEPTH = 16;

    /// The fewest rows of history (`min_rows`): the model was trained with as few.
    static final int MIN_ROWS = 8;

    /// The most rows of history (`max_rows`); the model looks at the last 32.
    static final int MAX_ROWS = 1024;

    /// The largest magnitude of a value (`max_magnitude`): doubles count exactly up to there.
    static final double MAX_MAGNITUDE = 1e15;

    /// The most steps of a forecast (`max_inference_length`).
    static final int MAX_INFERENCE_LENGTH = 96;

    /// The most sampled paths of a forecast (`max_num_samples`).
    static final int MAX_NUM_SAMPLES = 200;

    /// Years in which a timestamp may lie (`earliest_year`, `latest_year`).
    static final int EARLIEST_YEAR = 1900;

    static final int LATEST_YEAR = 2999;

    /// The longest distance between two rows, in days (`max_step_days`).
    static final int MAX_STEP_DAYS = 366;

    private RequestLimits() {}
}
