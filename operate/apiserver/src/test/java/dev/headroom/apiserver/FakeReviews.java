package dev.headroom.apiserver;

import dev.headroom.metricsapi.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A cluster that knows one token, and lets two users read external metrics.
final class FakeReviews implements Reviews {

    static final String TOKEN = "the-token-of-carol";

    final List<String> asked = new ArrayList<>();
    boolean answers = true;

    /// Who asks waits for this to be 0.
    volatile CountDownLatch held = new CountDownLatch(0);

    /// Is 0 once somebody asked.
    final CountDownLatch entered = new CountDownLatch(1);

    @Override
    public synchronized Optional<UserInfo> token(String token) throws ReviewException {
        asked.add("token");
        if (!answers) {
            throw new ReviewException("nobody is there");
        }
        return token.equals(TOKEN)
                ? Optional.of(new UserInfo("carol", "7", List.of("dev"), Map.of()))
                : Optional.empty();
    }

    @Override
    public Access access(UserInfo user, RequestInfo request) throws ReviewException {
        await();
        synchronized (this) {
            asked.add(user.name() + " " + request.verb() + " " + request.path() + " " + user.groups());
            if (!answers) {
                throw new ReviewException("nobody is there");
            }
        }
        boolean known = user.name().equals("alice") || user.name().equals("carol");
        boolean external = request.group().equals("external.metrics.k8s.io") || !request.isResource();
        return new Access(known && external, "");
    }

    private void await() {
        entered.countDown();
        try {
            held.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
