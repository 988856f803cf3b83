package dev.headroom.apiserver;

import dev.headroom.apiserver.Reviews.Access;
import dev.headroom.apiserver.Reviews.ReviewException;
import dev.headroom.metricsapi.RequestInfo;
import dev.headroom.timeline.Timeline;
import java.time.Duration;

/// Whether somebody may: `system:masters` always, the anonymous never, all others as the cluster's API server says.
///
/// Upstream asks the API server about the anonymous too. Nobody grants them metrics, and a question that costs a
/// stranger nothing would cost the cluster one.
final class Authorizer {

    /// How long an answer is good, whether yes or no.
    static final Duration LIFE = Duration.ofSeconds(10);

    private final Reviews reviews;
    private final TimedCache<Question, Access> answers;

    private record Question(UserInfo user, RequestInfo request) {}

    Authorizer(Reviews reviews, Timeline timeline) {
        this.reviews = reviews;
        this.answers = new TimedCache<>(timeline, LIFE);
    }

    Access access(UserInfo user, RequestInfo request) throws ReviewException {
        if (user.isMaster()) {
            return new Access(true, "");
        }
        if (user.isAnonymous()) {
            return new Access(false, "");
        }
        var question = new Question(user, request);
        var known = answers.find(question);
        return known.isPresent() ? known.get() : answers.remember(question, reviews.access(user, request));
    }
}
