package dev.headroom.apiserver;

import dev.headroom.metricsapi.RequestInfo;
import java.util.Optional;

/// The questions that the cluster's API server answers for others. Called on the thread of the request.
public interface Reviews {

    /// Whose token it is; empty when nobody's.
    ///
    /// @throws ReviewException when there is no answer
    Optional<UserInfo> token(String token) throws ReviewException;

    /// Whether somebody may do what a request asks for.
    ///
    /// @throws ReviewException when there is no answer
    Access access(UserInfo user, RequestInfo request) throws ReviewException;

    /// @param why as the authorizer says; often empty
    record Access(boolean allowed, String why) {}

    /// The API server did not answer a review.
    final class ReviewException extends Exception {

        private static final long serialVersionUID = 1;

        public ReviewException(String message) {
            super(message);
        }
    }
}
