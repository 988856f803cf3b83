package dev.headroom.hpa;

/// Why a metric has no number, on the way up to a [Proposal.Failed]; it never leaves the package.
final class MetricFailure extends Exception {

    private static final long serialVersionUID = 1L;

    MetricFailure(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
