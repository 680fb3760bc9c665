package dev.breakwater.connectors.testkit.fault;

import dev.breakwater.connectors.testkit.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A proxy on a free loopback port in front of the emulator, or of any plain HTTP service, that causes faults by script.
 * For each operation (see {@link ApiRequest#operation}; {@value #ANY} for all), a script has a list of faults for the
 * next calls, or one fault for every call. Without a script, all calls are passed on. The proxy also answers calls that
 * the emulator lacks.
 *
 * <p>Every connection serves one request, so connections that a client keeps open have no effect.
 */
public final class FaultProxy implements AutoCloseable {

    /** Stands for every operation in a script. */
    public static final String ANY = "*";

    private static final String ELSEWHERE = "/elsewhere";

    private final ServerSocket server;
    private final Upstream upstream;
    private final List<MissingApi> missing = new ArrayList<>();
    private final FaultScript script = new FaultScript();
    private final List<SeenCall> calls = new ArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private FaultProxy(ServerSocket server, URI upstream) {
        this.server = server;
        this.upstream = new Upstream(upstream);
    }

    /** Starts a proxy in front of a service. */
    public static FaultProxy before(URI upstream) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            FaultProxy proxy = new FaultProxy(
                    new ServerSocket(0, 200, loopback),
                    URI.create(upstream.getScheme() + "://" + upstream.getAuthority()));
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address to which clients connect, without a path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Makes the proxy itself answer this part of AWS. The first part of AWS that has an answer gives it. */
    public FaultProxy answering(MissingApi... apis) {
        synchronized (missing) {
            missing.addAll(List.of(apis));
        }
        return this;
    }

    /** Adds faults for the next calls of an operation, in order. */
    public synchronized FaultProxy script(String operation, Fault... faults) {
        script.add(operation, faults);
        return this;
    }

    /**
     * Sets the fault for every call of an operation after the end of the operation's script. {@link Fault#PASS}
     * removes this fault.
     */
    public synchronized FaultProxy always(String operation, Fault fault) {
        script.always(operation, fault);
        return this;
    }

    /** Deletes scripts and recorded calls. Parts of AWS that the proxy answers itself are kept. */
    public synchronized void clear() {
        script.clear();
        calls.clear();
    }

    /**
     * Returns all calls so far, in the order in which they were read. A call that is still in progress has status 0.
     */
    public synchronized List<SeenCall> calls() {
        return List.copyOf(calls);
    }

    /** Returns the calls of one operation. */
    public List<SeenCall> calls(String operation) {
        return calls().stream()
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    /** Returns whether a client followed a redirect. */
    public boolean wasFollowed() {
        return calls().stream().anyMatch(call -> call.operation().endsWith(ELSEWHERE));
    }

    /** Waits until the condition is true. If that takes too long, throws an AssertionError with the calls so far. */
    public void await(Predicate<FaultProxy> condition, Duration atMost) {
        Loopback.await(this, condition, atMost);
    }

    @Override
    public synchronized String toString() {
        return calls.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // the proxy was closed, or the client left while it was being accepted
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Wire wire = new Wire(socket);
            ApiRequest request = wire.read();
            treat(wire, request, note(request));
        } catch (IOException e) {
            // the client closed the connection, which is allowed
        } finally {
            open.remove(socket);
        }
    }

    private void treat(Wire wire, ApiRequest request, Noted noted) throws IOException {
        switch (noted.fault) {
            case PASS -> wire.write(ask(request, noted));
            case TOO_MANY -> wire.write(ServiceErrors.tooMany(request));
            case SERVER_ERROR -> wire.write(ServiceErrors.serverError(request));
            case DENIED -> wire.write(ServiceErrors.denied(request));
            case STALL -> wire.stall();
            case RESET_BEFORE -> wire.reset();
            case RESET_AFTER -> {
                ask(request, noted);
                wire.reset();
            }
            case TRUNCATE -> wire.truncate(ask(request, noted));
            case REDIRECT -> wire.write(ApiReply.json(307, "{}").with("Location", endpoint() + ELSEWHERE));
        }
    }

    private synchronized Noted note(ApiRequest request) {
        Fault fault = script.next(request.operation());
        calls.add(new SeenCall(request.operation(), fault, 0));
        notifyAll();
        return new Noted(calls.size() - 1, fault);
    }

    private ApiReply ask(ApiRequest request, Noted noted) {
        ApiReply reply = answer(request);
        synchronized (this) {
            // a call from before the scripts were cleared no longer matters
            if (noted.index < calls.size()) {
                calls.set(noted.index, new SeenCall(request.operation(), noted.fault, reply.status()));
            }
            notifyAll();
        }
        return reply;
    }

    private ApiReply answer(ApiRequest request) {
        synchronized (missing) {
            for (MissingApi api : missing) {
                Optional<ApiReply> reply = api.answer(request, upstream);
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
        }
        return upstream.ask(request);
    }

    private record Noted(int index, Fault fault) {}

    /**
     * A call that the proxy received.
     *
     * @param operation  see {@link ApiRequest#operation}
     * @param fault the fault that was applied to the call
     * @param status the status from the service behind the proxy, or 0 if the call was not passed on
     */
    public record SeenCall(String operation, Fault fault, int status) {

        /** Returns whether the service carried out the call. */
        public boolean tookEffect() {
            return status / 100 == 2;
        }
    }

    /** Decides which fault is applied to the next call of an operation. Not thread-safe. */
    static final class FaultScript {

        private final Map<String, Deque<Fault>> rows = new HashMap<>();
        private final Map<String, Fault> always = new HashMap<>();

        void add(String operation, Fault... faults) {
            rows.computeIfAbsent(operation, name -> new ArrayDeque<>()).addAll(List.of(faults));
        }

        void always(String operation, Fault fault) {
            always.put(operation, fault);
        }

        void clear() {
            rows.clear();
            always.clear();
        }

        /** The operation's own list comes first, then the list for any operation, then the lasting fault. */
        Fault next(String operation) {
            for (String name : List.of(operation, FaultProxy.ANY)) {
                Deque<Fault> row = rows.get(name);
                if (row != null && !row.isEmpty()) {
                    return row.removeFirst();
                }
            }
            return always.getOrDefault(operation, always.getOrDefault(FaultProxy.ANY, Fault.PASS));
        }
    }
}
