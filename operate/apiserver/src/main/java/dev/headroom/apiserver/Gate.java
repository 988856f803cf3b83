package dev.headroom.apiserver;

import dev.headroom.apiserver.Authenticator.Identity;
import dev.headroom.apiserver.Authenticator.Shown;
import dev.headroom.apiserver.Reviews.ReviewException;
import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.metricsapi.ApiRequest;
import dev.headroom.metricsapi.MetricsApis;
import dev.headroom.metricsapi.RequestInfo;
import dev.headroom.metricsapi.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request, from who asks to what is answered. Every refusal leaves a line.
final class Gate implements Answering {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Health health;
    private final MetricsApis apis;

    Gate(Authenticator authenticator, Authorizer authorizer, Health health, MetricsApis apis) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.health = health;
        this.apis = apis;
    }

    @Override
    public boolean isOpen(ApiRequest request) {
        return Health.isOpen(request);
    }

    @Override
    public boolean readsBody() {
        return false;
    }

    @Override
    public ApiAnswer answer(ApiRequest request, Shown shown, byte[] body, String peer) {
        if (isOpen(request)) {
            return health.answer(request).orElseThrow();
        }
        var identity = authenticator.identify(shown);
        if (identity instanceof Identity.Refused(var why)) {
            refused(request, peer, "", 401, why);
            return MetricsApis.status(request, Status.unauthorized());
        }
        var user = ((Identity.Known) identity).user();
        var info = RequestInfo.of(request);
        try {
            var access = authorizer.access(user, info);
            if (!access.allowed()) {
                refused(request, peer, user.name(), 403, access.why());
                return MetricsApis.status(request, Status.forbidden(info, user.name(), access.why()))
                        .with("X-Content-Type-Options", "nosniff");
            }
        } catch (ReviewException unanswered) {
            refused(request, peer, user.name(), 500, String.valueOf(unanswered.getMessage()));
            return MetricsApis.status(
                    request, Status.internalError("the API server did not say whether you may: try again"));
        }
        return health.answer(request).orElseGet(() -> apis.answer(request, info));
    }

    /// For whoever looks into who was refused: one line of names and values, quoted, so that nobody writes lines of
    /// their own into it.
    static void refused(ApiRequest request, String peer, String user, int status, String why) {
        LOG.info(
                "refused status={} user={} peer={} method={} path={} why={}",
                status, quoted(user), peer, quoted(request.method()), quoted(request.path()), quoted(why));
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().limit(500).forEach(each -> {
            if (each == '"' || each == '\\') {
                out.append('\\').appendCodePoint(each);
            } else if (Character.isISOControl(each)) {
                out.append(String.format("\\x%02x", each));
            } else {
                out.appendCodePoint(each);
            }
        });
        return out.append('"').toString();
    }
}
