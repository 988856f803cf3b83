package dev.headroom.inference;

/// A prediction that was let in: what was asked, and who waits for it.
///
/// @param id of the request in the log
/// @param prepNanos how long the request took to be read
/// @param readyNanos when it was let in
record Prediction(String id, Exchange exchange, PredictRequest request, long prepNanos, long readyNanos) {}
