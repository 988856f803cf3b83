package dev.headroom.triggers;

import dev.headroom.triggers.Parameters.Parameter;
import dev.headroom.triggers.Parameters.Source;
import java.util.Optional;

/// How to introduce oneself to the brokers of a Kafka cluster.
///
/// @param sasl the mechanism; `none` or empty for none
/// @param unsafeSsl whether any certificate of the brokers will do
public record KafkaSecurity(
        boolean tls,
        boolean unsafeSsl,
        Authentication.Certificate certificate,
        String sasl,
        Authentication.Basic login,
        TokenProvider tokenProvider,
        Kerberos kerberos) {

    /// Where the token of the mechanism `oauthbearer` comes from.
    ///
    /// @param name `bearer` or `aws_msk_iam`; empty for `bearer`
    public record TokenProvider(String name, String scopes, String endpointUri, String extensions, String awsRegion) {}

    public record Kerberos(String keytab, String realm, String config, String serviceName, boolean disableFast) {}

    static KafkaSecurity read(Parameters parameters) {
        var tls = parameters.text(Parameter.of("tls")
                .from(Source.METADATA, Source.AUTHENTICATION)
                .or("disable")
                .oneOf("enable", "disable"));
        boolean unsafeSsl = parameters.truth(Parameter.of("unsafeSsl"));
        var ca = parameters.text(secret("ca"));
        var cert = parameters.text(secret("cert"));
        var key = parameters.text(secret("key"));
        var sasl = parameters.text(Parameter.of("sasl")
                .from(Source.METADATA, Source.AUTHENTICATION)
                .oneOf("none", "plaintext", "scram_sha256", "scram_sha512", "oauthbearer", "gssapi"));
        var login = new Authentication.Basic(parameters.text(secret("username")), parameters.text(secret("password")));
        var provider = parameters.text(Parameter.of("saslTokenProvider")
                .from(Source.METADATA, Source.AUTHENTICATION)
                .oneOf("bearer", "aws_msk_iam"));
        var scopes = parameters.text(secret("scopes"));
        var endpoint = parameters.text(secret("oauthTokenEndpointUri"));
        var extensions = parameters.text(secret("oauthExtensions"));
        var kerberos = new Kerberos(
                parameters.text(secret("keytab")),
                parameters.text(secret("realm")),
                parameters.text(secret("kerberosConfig")),
                parameters.text(secret("kerberosServiceName")),
                parameters.truth(secret("kerberosDisableFAST")));
        var region = parameters.text(Parameter.of("awsRegion"));
        return new KafkaSecurity(
                tls.equals("enable"),
                unsafeSsl,
                new Authentication.Certificate(cert, key, ca),
                sasl,
                login,
                new TokenProvider(provider, scopes, endpoint, extensions, region),
                kerberos);
    }

    private static Parameter secret(String name) {
        return Parameter.of(name).from(Source.AUTHENTICATION);
    }

    Optional<String> error() {
        if (tls && !certificate.cert().isEmpty() && certificate.key().isEmpty()) {
            return Optional.of("key must be provided with cert");
        }
        if (tls && !certificate.key().isEmpty() && certificate.cert().isEmpty()) {
            return Optional.of("cert must be provided with key");
        }
        return switch (sasl) {
            case "plaintext", "scram_sha256", "scram_sha512" -> loginError();
            case "oauthbearer" -> tokenError()
                    .map(error -> "error parsing OAuth token provider configuration: " + error);
            case "gssapi" -> kerberosError();
            case String _ -> Optional.empty();
        };
    }

    private Optional<String> loginError() {
        if (login.username().isEmpty()) {
            return Optional.of("no username given");
        }
        return login.password().isEmpty() ? Optional.of("no password given") : Optional.empty();
    }

    private Optional<String> tokenError() {
        if (tokenProvider.name().equals("aws_msk_iam")) {
            if (!tls) {
                return Optional.of("TLS is required for AWS MSK authentication");
            }
            return tokenProvider.awsRegion().isEmpty() ? Optional.of("no awsRegion given") : Optional.empty();
        }
        if (loginError().isPresent()) {
            return loginError();
        }
        if (tokenProvider.endpointUri().isEmpty()) {
            return Optional.of("no oauth token endpoint uri given");
        }
        for (var extension : tokenProvider.extensions().split(",", -1)) {
            if (!tokenProvider.extensions().isEmpty() && extension.split("=", -1).length != 2) {
                return Optional.of("invalid OAuthBearer extension, must be of format key=value");
            }
        }
        return Optional.empty();
    }

    private Optional<String> kerberosError() {
        if (login.username().isEmpty()) {
            return Optional.of("no username given");
        }
        if (login.password().isEmpty() == kerberos.keytab().isEmpty()) {
            return Optional.of(
                    "exactly one of 'password' or 'keytab' must be provided for GSSAPI authentication");
        }
        if (kerberos.realm().isEmpty()) {
            return Optional.of("no realm given");
        }
        return kerberos.config().isEmpty()
                ? Optional.of("no Kerberos configuration file (kerberosConfig) given")
                : Optional.empty();
    }
}
