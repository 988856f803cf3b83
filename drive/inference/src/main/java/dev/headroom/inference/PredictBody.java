package dev.headroom.inference;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Collects the body of a prediction from its chunks; answers for the client what is wrong with it as a body.
final class PredictBody {

    private static final CharSequence CONTINUE = HttpHeaders.createOptimized("100-continue");

    private final Vertx vertx;
    private final Exchange exchange;
    private final Consumer<byte[]> whenComplete;
    private @Nullable Buffer body;
    private long discarded;
    private long timer;

    private PredictBody(Vertx vertx, Exchange exchange, Consumer<byte[]> whenComplete) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.whenComplete = whenComplete;
    }

    /// Reads the body of a prediction. `whenComplete` gets it unless the exchange has an error for an answer by then.
    static void read(Vertx vertx, Exchange exchange, Consumer<byte[]> whenComplete) {
        new PredictBody(vertx, exchange, whenComplete).start();
    }

    private void start() {
        var request = exchange.request();
        checkHead(request);
        if (!exchange.isGone()) {
            timer = vertx.setTimer(RequestLimits.MAX_BODY_MILLIS, _ -> timedOut());
            if (request.headers().contains(HttpHeaders.EXPECT, CONTINUE, true)) {
                request.response().writeContinue();
            }
        }
        request.handler(this::chunk);
        request.endHandler(_ -> complete());
        // The connection broke in the middle of the body; the exchange hears of it by its own close handler.
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
    }

    /// Refuses by the headers alone what nobody needs to read.
    private void checkHead(HttpServerRequest request) {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (!isJson(type)) {
            exchange.fail(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "expected Content-Type: application/json in UTF-8, got "
                            + (type == null ? "none" : ErrorText.shortened(type)),
                    "");
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            exchange.fail(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "expected a body without Content-Encoding, got " + ErrorText.shortened(encoding),
                    "");
        } else if (contentLength(request) > RequestLimits.MAX_BODY_BYTES) {
            tooLarge();
        }
    }

    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        var fields = contentType.toLowerCase(Locale.ROOT).split(";");
        if (!fields[0].strip().equals("application/json")) {
            return false;
        }
        for (int i = 1; i < fields.length; i++) {
            var field = fields[i].strip();
            if (field.startsWith("charset=") && !field.replace("\"", "").equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    private static long contentLength(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    private void chunk(Buffer chunk) {
        if (exchange.isGone()) {
            discard(chunk);
        } else if ((body == null ? 0 : body.length()) + chunk.length() > RequestLimits.MAX_BODY_BYTES) {
            body = null;
            tooLarge();
            discard(chunk);
        } else if (body == null) {
            body = chunk;
        } else {
            body = body.appendBuffer(chunk);
        }
    }

    /// Reads on after the answer, so that a client that writes its whole body first gets to read it.
    private void discard(Buffer chunk) {
        discarded += chunk.length();
        if (discarded > RequestLimits.MAX_DISCARDED_BYTES) {
            exchange.request().connection().close();
        }
    }

    private void tooLarge() {
        exchange.fail(
                ErrorCode.BODY_TOO_LARGE,
                "expected a body of at most " + RequestLimits.MAX_BODY_BYTES + " bytes (max_body_bytes), got more",
                "");
    }

    private void timedOut() {
        exchange.closeConnection();
        exchange.fail(
                ErrorCode.BODY_TIMEOUT,
                "expected the whole body within " + RequestLimits.MAX_BODY_MILLIS + " ms (max_body_millis), got a part",
                "");
    }

    private void complete() {
        vertx.cancelTimer(timer);
        if (!exchange.isGone()) {
            whenComplete.accept(body == null ? new byte[0] : body.getBytes());
        }
    }
}
