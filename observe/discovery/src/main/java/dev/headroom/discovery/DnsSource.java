package dev.headroom.discovery;

import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import io.vertx.core.Future;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Groups from the records of a name server. A name that does not exist has no targets; a server that does not answer
/// changes nothing.
final class DnsSource implements TargetSources.Source {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SdConfig.Dns config;
    private final DnsClient client;

    DnsSource(SdConfig.Dns config, DnsClient client) {
        this.config = config;
        this.client = client;
    }

    @Override
    public List<Group> groups() {
        var groups = new ArrayList<Group>();
        for (var name : config.names()) {
            groups.add(new Group(targets(name), Map.of("__meta_dns_name", name)));
        }
        return List.copyOf(groups);
    }

    private List<String> targets(String name) {
        try {
            return resolved(name)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .stream()
                    .sorted()
                    .toList();
        } catch (ExecutionException failure) {
            boolean unknown = failure.getCause() instanceof DnsException answer
                    && answer.code() == DnsResponseCode.NXDOMAIN;
            if (unknown) {
                return List.of();
            }
            throw new SourceException(wrong(name, String.valueOf(failure.getCause())));
        } catch (TimeoutException _) {
            throw new SourceException(wrong(name, "no answer within " + TIMEOUT.toSeconds() + " s"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SourceException(wrong(name, "interrupted"));
        }
    }

    private Future<List<String>> resolved(String name) {
        return switch (config.type()) {
            case "A" -> client.resolveA(name).map(hosts -> hosts.stream().map(this::address).toList());
            case "AAAA" -> client.resolveAAAA(name).map(hosts -> hosts.stream().map(this::address).toList());
            case "MX" -> client.resolveMX(name).map(records -> records.stream()
                    .map(record -> address(record.name()))
                    .toList());
            case "NS" -> client.resolveNS(name).map(hosts -> hosts.stream().map(this::address).toList());
            case String _ -> client.resolveSRV(name).map(records -> records.stream()
                    .map(record -> address(String.valueOf(record.target()), record.port()))
                    .toList());
        };
    }

    private String address(String host) {
        return address(host, config.port());
    }

    private static String address(String name, int port) {
        var host = name.replaceFirst("\\.$", "");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private String wrong(String name, String why) {
        return "targets from the " + config.type() + " records of " + name + ": " + why;
    }
}
