package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.loadgen.LoadFailure;
import dev.headroom.loadgen.Outcome;
import dev.headroom.verdicts.ReplicaTransition.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request died of: the table of [FailureCause], each row at three times.
class FailureAttributionTest {

    /// Starts from 10 s to 20 s, drains from 50 s to 51 s; another is lost at 30 s and back at 35 s.
    private static final List<ReplicaChange> CHANGES = ReplicaChange.of(
            List.of(
                    new ReplicaTransition(RunStory.at(10), "a", Kind.STARTING),
                    new ReplicaTransition(RunStory.at(20), "a", Kind.READY),
                    new ReplicaTransition(RunStory.at(30), "b", Kind.LOST),
                    new ReplicaTransition(RunStory.at(35), "b", Kind.READY),
                    new ReplicaTransition(RunStory.at(50), "a", Kind.DRAINING),
                    new ReplicaTransition(RunStory.at(51), "a", Kind.ENDED)),
            RunStory.at(80));

    private static FailureCause cause(double due, double ended, Outcome outcome, String detail) {
        return FailureAttribution.cause(
                new LoadFailure(RunStory.at(due), RunStory.at(ended), outcome, "GET /", detail), CHANGES);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # outcome, detail, while starting, while lost, otherwise
                    RESET, reset, SCALING, REPLICA_LOST, SERVICE
                    REFUSED, refused, SCALING, REPLICA_LOST, SERVICE
                    SERVER_ERROR, status 502, SCALING, REPLICA_LOST, SERVICE
                    SERVER_ERROR, status 503, SCALING, REPLICA_LOST, SERVICE
                    SERVER_ERROR, status 504, OVERLOAD, OVERLOAD, OVERLOAD
                    SERVER_ERROR, status 500, SERVICE, SERVICE, SERVICE
                    TOO_MANY_REQUESTS, status 429, OVERLOAD, OVERLOAD, OVERLOAD
                    TIMEOUT, silent for 30 s, OVERLOAD, OVERLOAD, OVERLOAD
                    NO_CONNECTION, limit connections, OVERLOAD, OVERLOAD, OVERLOAD
                    CLIENT_ERROR, status 400, REQUEST, REQUEST, REQUEST
                    UNRESOLVED, no address, REQUEST, REQUEST, REQUEST
                    BROKEN, no HTTP, REQUEST, REQUEST, REQUEST
                    """)
    void theTable(
            Outcome outcome, String detail, FailureCause starting, FailureCause lost, FailureCause otherwise) {
        assertEquals(starting, cause(15, 15.2, outcome, detail));
        assertEquals(lost, cause(32, 32.2, outcome, detail));
        assertEquals(otherwise, cause(70, 70.2, outcome, detail));
    }

    @Test
    void aRequestThatBeganBeforeADrainAndFailedDuringItIsCausedByIt() {
        assertEquals(FailureCause.SCALING, cause(44, 50.5, Outcome.RESET, "reset"));
    }

    @Test
    void clocksMayDifferByTheMarginAndNoMore() {
        assertEquals(FailureCause.SCALING, cause(51.9, 52.5, Outcome.RESET, "reset"));
        assertEquals(FailureCause.SERVICE, cause(52.1, 52.5, Outcome.RESET, "reset"));
        assertEquals(FailureCause.SCALING, cause(48.5, 49.1, Outcome.RESET, "reset"));
        assertEquals(FailureCause.SERVICE, cause(48.5, 48.9, Outcome.RESET, "reset"));
    }

    @Test
    void whatCouldBeEitherIsCausedByScaling() {
        var both = ReplicaChange.of(
                List.of(
                        new ReplicaTransition(RunStory.at(30), "b", Kind.LOST),
                        new ReplicaTransition(RunStory.at(31), "c", Kind.STARTING)),
                RunStory.at(80));
        var failure = new LoadFailure(RunStory.at(32), RunStory.at(33), Outcome.REFUSED, "GET /", "refused");
        assertEquals(FailureCause.SCALING, FailureAttribution.cause(failure, both));
    }

    @Test
    void failuresBeyondTheLimitAreOfUnknownCause() {
        var run = new RunStory()
                .failed(60, Outcome.TOO_MANY_REQUESTS, "status 429")
                .failedUnseen(5)
                .record();
        assertEquals(new FailureAttribution(Map.of(FailureCause.OVERLOAD, 1L), 5), FailureAttribution.of(run));
    }
}
