package dev.breakwater.connectors.http;

import dev.breakwater.connectors.http.Service.Reply;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The host names under which a listener can be reached. In an attack by DNS rebinding, a page of another site makes its
 * own name resolve to this machine. The browser then treats the listener as part of the other site. Only the {@code
 * Host} header reveals the attack.
 *
 * @param names host names in lower case, without ports; IPv6 addresses in brackets
 * @param key   the configuration's key for further names
 */
public record HostNames(Set<String> names, String key) {

    /**
     * Combines the loopback names, the configured names, and the host of the pages' URL.
     *
     * @param baseUrl may be empty
     */
    public static HostNames of(Collection<String> configured, String baseUrl, String key) {
        Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        configured.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        if (!baseUrl.isEmpty()) names.add(bare(URI.create(baseUrl).getRawAuthority()));
        return new HostNames(names, key);
    }

    /**
     * Returns whether the listener accepts a name.
     *
     * @param host  the value of the header
     * @param local the address of this machine to which the connection was made; this address is always accepted
     */
    boolean knows(String host, String local) {
        String bare = bare(host);
        return names.contains(bare) || bare.equals(local);
    }

    private static String bare(String authority) {
        return authority.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
    }

    Reply refusal() {
        return Reply.text(
                421,
                "This listener does not accept the name in the Host header, so the request was refused. If people "
                        + "use that name, add it to " + key + " and restart.\n");
    }
}
