package dev.breakwater.connectors.http;

import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener on one address. The listener's own threads move bytes and answer quick requests. Workers answer all other
 * requests. Therefore, a slow connection occupies no worker while it sends its request or reads its answer.
 */
public final class HttpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    /**
     * One thread accepts connections, one thread waits until connections are ready, and the other threads serve the
     * ready connections.
     */
    private static final int IO_THREADS = 6;

    private static final int BACKLOG = 256;
    private static final int HEAD_BYTES = 8 << 10;

    private final Settings settings;
    private final Service service;
    private final Server server;
    private final ServerConnector connector;
    private final Connections connections;
    private final AtomicLong unsent = new AtomicLong();
    private final ThreadPoolExecutor workers;

    /**
     * The address and keys of a listener.
     *
     * @param name    the name of its threads
     * @param address where to listen; port 0 takes a free port
     * @param tls     the certificate and its key, or null for http
     * @param hosts   the host names that the listener accepts
     * @param workers number of requests that are answered at the same time; 32 times this number may wait, and any
     *                further request gets 503
     * @param longest time for one exchange, from a complete head to the end of the answer, and for the silence after
     *                the answer. The time must be longer than the idle timeout of a load balancer in front. An event
     *                stream has no limit
     * @param closing how long the method {@link #close} waits for unfinished exchanges
     */
    public record Settings(
            String name,
            InetSocketAddress address,
            SSLContext tls,
            HostNames hosts,
            int workers,
            Duration longest,
            Duration closing) {}

    private HttpListener(Settings settings, Service service) {
        this.settings = settings;
        this.service = service;
        connections = new Connections(settings.longest);
        workers = new ThreadPoolExecutor(
                settings.workers,
                settings.workers,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(32 * settings.workers),
                this::worker);
        workers.allowCoreThreadTimeOut(true);
        QueuedThreadPool io = new QueuedThreadPool(IO_THREADS, IO_THREADS);
        io.setName(settings.name);
        io.setDaemon(true);
        io.setReservedThreads(0);
        server = new Server(io);
        connector = new ServerConnector(server, null, null, null, 1, 1, factories(settings.tls));
        connector.setHost(settings.address.getAddress().getHostAddress());
        connector.setPort(settings.address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(settings.longest.toMillis());
        // a connection between two requests delays no shutdown
        connector.setShutdownIdleTimeout(50);
        connector.addBean(connections);
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(new Entry()));
        server.setErrorHandler((request, response, callback) -> {
            response.write(true, ByteBuffer.allocate(0), callback);
            return true;
        });
        server.setStopTimeout(settings.closing.toMillis());
    }

    private static ConnectionFactory[] factories(SSLContext tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls == null) return new ConnectionFactory[] {plain};
        // HostNames checks names; a load balancer's health checks use an address as the host name, and accept any
        // certificate
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(tls);
        return new ConnectionFactory[] {new SslConnectionFactory(context, plain.getProtocol()), plain};
    }

    private Thread worker(Runnable task) {
        Thread thread = new Thread(task, settings.name + "-worker");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Listens.
     *
     * @throws BindException if the address is in use or does not belong to this machine
     */
    public static HttpListener open(Settings settings, Service service) throws IOException {
        HttpListener listener = new HttpListener(settings, service);
        try {
            listener.server.start();
        } catch (Exception e) {
            listener.close();
            if (e.getCause() instanceof BindException bind) throw bind;
            throw e instanceof IOException io ? io : new IOException("cannot listen on " + settings.address, e);
        }
        listener.sweepLater();
        return listener;
    }

    private void sweepLater() {
        if (!server.isRunning()) return;
        connections.sweep();
        connector.getScheduler().schedule(this::sweepLater, 1, TimeUnit.SECONDS);
    }

    /** Returns the address on which the listener listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(settings.address.getAddress(), connector.getLocalPort());
    }

    /** Stops accepting requests, and waits for unfinished exchanges. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("{} has closed and cut off requests that had not ended in time: {}", settings.name, e.toString());
        }
        workers.shutdownNow();
    }

    /** The handler of requests. */
    private final class Entry extends Handler.Abstract {

        Entry() {
            super(InvocationType.NON_BLOCKING);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Connections.Turn turn =
                    connections.of(request.getConnectionMetaData().getConnection());
            turn.next();
            Request.addCompletionListener(request, failure -> turn.next());
            // a slow client exceeds the limit while it sends or reads; a worker's time does not count
            request.addIdleTimeoutListener(late -> false);
            HttpCall call = call(request);
            Exchange exchange = new Exchange(request, response, callback, call, turn, unsent);
            Optional<Reply> reply = settings.hosts.knows(call.header("host"), Request.getLocalAddr(request))
                            || service.underAnyName(call)
                    ? service.atOnce(call)
                    : Optional.of(settings.hosts.refusal());
            if (reply.isPresent()) exchange.send(reply.get());
            else if (service.largest() > 0) exchange.gather(service, workers);
            else exchange.work(service, workers, Request.asInputStream(request));
            return true;
        }
    }

    private static HttpCall call(Request request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        InetAddress address = ((InetSocketAddress) remote).getAddress();
        String query = request.getHttpURI().getQuery();
        return new HttpCall(
                request.getMethod().toUpperCase(Locale.ROOT),
                String.valueOf(request.getHttpURI().getDecodedPath()),
                query == null ? "" : query,
                headers,
                address.getHostAddress(),
                address.isLoopbackAddress());
    }

    /**
     * The host names under which a listener can be reached. In an attack by DNS rebinding, a page of another site makes
     * its own name resolve to this machine. The browser then treats the listener as part of the other site. Only the
     * {@code Host} header reveals the attack.
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
}
