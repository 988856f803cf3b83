package dev.headroom.discovery;

import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/// Groups from the records of a name server. A name that does not exist has no targets; a server that does not answer
/// changes nothing.
final class DnsSource implements TargetSources.Source {

    private final SdConfig.Dns config;

    DnsSource(SdConfig.Dns config) {
        this.config = config;
    }

    @Override
    public List<Group> groups() {
        var groups = new ArrayList<Group>();
        for (var name : config.names()) {
            var targets = new ArrayList<String>();
            for (var record : records(name)) {
                targets.add(target(record));
            }
            groups.add(new Group(targets, Map.of("__meta_dns_name", name)));
        }
        return List.copyOf(groups);
    }

    /// The address that a record names: `priority weight port host` of SRV, `preference host` of MX, else a host.
    private String target(String record) {
        var parts = record.split(" ");
        var host = parts[parts.length - 1].replaceFirst("\\.$", "");
        var port = config.type().equals("SRV") && parts.length == 4 ? parts[2] : Integer.toString(config.port());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private List<String> records(String name) {
        var environment = new Hashtable<String, String>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.put("java.naming.provider.url", "dns:");
        try {
            var context = new InitialDirContext(environment);
            try {
                var attribute = context.getAttributes(name, new String[] {config.type()}).get(config.type());
                var records = new ArrayList<String>();
                if (attribute != null) {
                    for (var values = attribute.getAll(); values.hasMore(); ) {
                        records.add(String.valueOf(values.next()));
                    }
                }
                return records.stream().sorted().toList();
            } finally {
                context.close();
            }
        } catch (NameNotFoundException _) {
            return List.of();
        } catch (NamingException failure) {
            throw new SourceException("targets from the " + config.type() + " records of " + name + ": " + failure);
        }
    }
}
