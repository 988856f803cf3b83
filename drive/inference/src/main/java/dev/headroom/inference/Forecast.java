package dev.headroom.inference;

/// The answer to a [PredictRequest]: for every step the quantiles of its sampled paths.
///
/// @param request what was asked
/// @param steps by step, then by [#QUANTILES]
@SuppressWarnings("ArrayRecordComponent") // Written once by the model thread that hands it over.
record Forecast(PredictRequest request, double[][] steps) {

    /// The quantiles of an answer, ascending, with the median in the middle.
    static final double[] QUANTILES = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

    static final int MEDIAN = 3;
}
