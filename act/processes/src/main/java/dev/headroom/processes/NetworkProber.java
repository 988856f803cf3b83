package dev.headroom.processes;

import dev.headroom.processes.Probes.Answer;
import dev.headroom.workloads.Handler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Probes over HTTP and TCP as the kubelet makes them: a new connection each time, certificates not checked, success
/// with a status from 200 to 399. A redirect is a success and not followed.
final class NetworkProber implements Prober, AutoCloseable {

    private final Vertx vertx;
    private final HttpClient http;
    private final NetClient tcp;

    NetworkProber(Vertx vertx) {
        this.vertx = vertx;
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setKeepAlive(false).setTrustAll(true).setVerifyHost(false))
                // What breaks a connection is the answer of its probe.
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                .build();
        this.tcp = vertx.createNetClient();
    }

    @Override
    public void ask(Question question) {
        switch (question.handler()) {
            case Handler.HttpGet get -> get(get, question);
            case Handler.TcpSocket socket -> connect(socket, question);
            case Handler.Exec _, Handler.Sleep _ ->
                throw new IllegalArgumentException("not over the network: " + question.handler());
        }
    }

    private void get(Handler.HttpGet get, Question question) {
        var host = get.host().orElse(question.host());
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(get.tls())
                .setHost(host)
                .setPort(question.port())
                .setURI(get.path())
                .putHeader("User-Agent", "kube-probe/headroom")
                .putHeader("Accept", "*/*");
        get.headers().forEach(options::putHeader);
        var url = (get.tls() ? "https://" : "http://") + host + ":" + question.port() + get.path();
        // The body does not matter, but a server may fail while it writes it.
        var answer = http.request(options)
                .compose(request -> request.send()
                        .compose(response -> response.end().map(_ -> answer(response.statusCode()))));
        settle(answer, question, "Get \"" + url + "\": ");
    }

    private static Answer answer(int status) {
        return status >= 200 && status < 400
                ? new Answer.Success()
                : new Answer.Failure("HTTP probe failed with statuscode: " + status);
    }

    private void connect(Handler.TcpSocket socket, Question question) {
        var host = socket.host().orElse(question.host());
        var answer = tcp.connect(question.port(), host)
                .compose(connection -> connection.close().map(_ -> (Answer) new Answer.Success()));
        settle(answer, question, "dial tcp " + host + ":" + question.port() + ": ");
    }

    private void settle(Future<Answer> future, Question question, String what) {
        var answer = once(question.answer());
        long timer = vertx.setTimer(Math.max(1, question.timeout().toMillis()), _ -> answer.accept(
                new Answer.Failure(what + "no answer within " + seconds(question.timeout()))));
        future.onComplete(result -> {
            vertx.cancelTimer(timer);
            answer.accept(
                    result.succeeded()
                            ? result.result()
                            : new Answer.Failure(what + reason(result.cause())));
        });
    }

    private static String reason(Throwable failure) {
        boolean refused = failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).contains("refused");
        return refused ? "connection refused" : String.valueOf(failure.getMessage());
    }

    private static String seconds(Duration timeout) {
        return timeout.toSeconds() + " s";
    }

    private static Consumer<Answer> once(Consumer<Answer> answer) {
        var given = new AtomicBoolean();
        return value -> {
            if (given.compareAndSet(false, true)) {
                answer.accept(value);
            }
        };
    }

    @Override
    public void close() {
        var _ = http.close();
        var _ = tcp.close();
    }
}
