package dev.headroom.triggers;

import dev.headroom.triggers.Parameters.Parameter;
import dev.headroom.triggers.Parameters.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a Redis is and how to introduce oneself there.
///
/// @param addresses `host:port`, at least one
/// @param sentinel how to ask the servers that know the master; unused without them
/// @param unsafeSsl whether any certificate of the server will do
public record RedisConnection(
        List<String> addresses,
        Authentication.Basic login,
        Sentinel sentinel,
        boolean tls,
        boolean unsafeSsl,
        Authentication.Certificate certificate) {

    private static final Source[] AUTHENTICATION_SECOND = {Source.METADATA, Source.AUTHENTICATION, Source.ENVIRONMENT};
    private static final Source[] ENVIRONMENT_SECOND = {Source.METADATA, Source.ENVIRONMENT, Source.AUTHENTICATION};

    public RedisConnection {
        addresses = List.copyOf(addresses);
    }

    public record Sentinel(String master, Authentication.Basic login) {}

    /// The parameters as they stand, before the checks across them.
    ///
    /// @param connection with the addresses that are written as such, and without TLS
    record Written(RedisConnection connection, List<String> hosts, List<String> ports) {

        /// What is wrong with the addresses or with the two places that may ask for TLS; empty when nothing is.
        Optional<String> error(String enableTls, String tls) {
            if (!hosts.isEmpty() && !ports.isEmpty() && hosts.size() != ports.size()) {
                return Optional.of(
                        "not enough hosts or ports given. number of hosts should be equal to the number of ports");
            }
            var addresses = addresses();
            if (addresses.isEmpty() || addresses.getFirst().isEmpty()) {
                return Optional.of("no addresses or hosts given. address should be a comma separated list of host:port"
                        + " or set the host/port values");
            }
            if (!enableTls.isEmpty() && !tls.isEmpty()) {
                return Optional.of("unable to set `tls` in both ScaledObject and TriggerAuthentication together");
            }
            if (!enableTls.isEmpty() && GoText.truth(enableTls).isEmpty()) {
                return Optional.of("EnableTLS parsing error " + GoText.truthError(enableTls));
            }
            return tls.isEmpty() || tls.equals("enable") || tls.equals("disable")
                    ? Optional.empty()
                    : Optional.of("error incorrect TLS value given, got " + tls);
        }

        private List<String> addresses() {
            var addresses = new ArrayList<>(connection.addresses());
            if (hosts.size() == ports.size()) {
                for (int i = 0; i < hosts.size(); i++) {
                    var host = hosts.get(i).contains(":") ? "[" + hosts.get(i) + "]" : hosts.get(i);
                    addresses.add(host + ":" + ports.get(i));
                }
            }
            return addresses;
        }

        RedisConnection checked(String enableTls, String tls) {
            boolean useTls = GoText.truth(enableTls).orElse(tls.equals("enable"));
            return new RedisConnection(
                    addresses(),
                    connection.login(),
                    connection.sentinel(),
                    useTls,
                    connection.unsafeSsl(),
                    connection.certificate());
        }
    }

    static Written read(Parameters parameters) {
        var addresses = parameters.list(Parameter.of("address", "addresses").from(AUTHENTICATION_SECOND));
        var login = new Authentication.Basic(
                parameters.text(Parameter.of("username").from(ENVIRONMENT_SECOND)),
                parameters.text(Parameter.of("password").from(ENVIRONMENT_SECOND)));
        var sentinelLogin = new Authentication.Basic(
                parameters.text(Parameter.of("sentinelUsername").from(AUTHENTICATION_SECOND)),
                parameters.text(Parameter.of("sentinelPassword").from(AUTHENTICATION_SECOND)));
        var master = parameters.text(Parameter.of("sentinelMaster").from(AUTHENTICATION_SECOND));
        var hosts = parameters.list(Parameter.of("host", "hosts").from(ENVIRONMENT_SECOND));
        var ports = parameters.list(Parameter.of("port", "ports").from(ENVIRONMENT_SECOND));
        boolean unsafeSsl = parameters.truth(Parameter.of("unsafeSsl"));
        var certificate = new Authentication.Certificate(
                parameters.text(Parameter.of("Cert", "cert").from(Source.AUTHENTICATION)),
                parameters.text(Parameter.of("key").from(Source.AUTHENTICATION)),
                parameters.text(Parameter.of("ca").from(Source.AUTHENTICATION)));
        var connection = new RedisConnection(
                addresses, login, new Sentinel(master, sentinelLogin), false, unsafeSsl, certificate);
        return new Written(connection, hosts, ports);
    }
}
