package dev.headroom.scalers;

import dev.headroom.triggers.Authentication.Certificate;
import dev.headroom.triggers.Reading.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sends one GET and waits for its answer, whatever that is; follows nothing and repeats nothing.
public interface HttpExchange {

    HttpAnswer get(HttpGet get);

    /// @param headers in their order, names as sent
    /// @param timeout for the whole exchange, the body included
    record HttpGet(SourceUrl url, List<Header> headers, Tls tls, Duration timeout) {
        public HttpGet {
            headers = List.copyOf(headers);
        }

        HttpGet to(SourceUrl other) {
            return new HttpGet(other, headers, tls, timeout);
        }
    }

    record Header(String name, String value) {}

    /// @param trustsAll whether any certificate of the server will do
    /// @param own the certificate to show, and the authority to trust besides the usual ones; empty texts for none
    record Tls(boolean trustsAll, Certificate own) {
        static Tls of(boolean unsafeSsl) {
            return new Tls(unsafeSsl, new Certificate("", "", ""));
        }
    }

    sealed interface HttpAnswer {

        /// @param url where it came from in the end
        /// @param location of a redirection
        @SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
        record Page(SourceUrl url, int status, Optional<String> location, byte[] body) implements HttpAnswer {}

        record NoAnswer(Failure failure, String error) implements HttpAnswer {}
    }
}
