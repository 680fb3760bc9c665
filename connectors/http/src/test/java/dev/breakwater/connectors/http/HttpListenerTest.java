package dev.breakwater.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.http.HttpListener.HostNames;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests under which names a listener answers, and that slow or many connections do not affect other clients. */
class HttpListenerTest {

    private static final int WORKERS = 2;
    private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";

    private final EventStreams events = new EventStreams(3);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final Semaphore working = new Semaphore(0);
    private HttpListener listener;

    /** Answers with the body of the request. A worker that answers {@code /stuck} never ends. */
    private final class Echo implements Service {
        @Override
        public Optional<Reply> atOnce(HttpCall call) {
            return call.path().equals("/health") ? Optional.of(Reply.text(200, "ok")) : Optional.empty();
        }

        @Override
        public Reply answer(HttpCall call, InputStream body) throws IOException {
            working.release();
            if (call.path().equals("/events")) return events.full() ? Reply.text(503, "") : Reply.stream(events);
            if (call.path().equals("/large")) return Reply.text(200, "x".repeat(8 << 20));
            if (call.path().equals("/stuck")) await(stuck);
            if (call.path().equals("/wrong-key")) return Reply.text(401, "").later();
            return Reply.text(200, call.path() + ' ' + body.readAllBytes().length);
        }

        @Override
        public int largest() {
            return 1_000;
        }

        @Override
        public boolean underAnyName(HttpCall call) {
            return call.path().equals("/health");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void listen() throws IOException {
        listen(Duration.ofSeconds(60));
    }

    private void listen(Duration longest) throws IOException {
        if (listener != null) listener.close();
        HostNames names = HostNames.of(List.of("Ops.example"), "https://pages.example:8443/x/", "door.console.hosts");
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = HttpListener.open(
                new HttpListener.Settings("test", free, null, names, WORKERS, longest, Duration.ofSeconds(2)),
                new Echo());
    }

    @AfterEach
    void close() {
        stuck.countDown();
        events.close();
        listener.close();
    }

    @Test
    void itAnswersUnderItsOwnNamesAlone() throws IOException {
        for (String own :
                List.of("localhost", "LOCALHOST:8444", "127.0.0.1:1", "[::1]:8444", "ops.example", "pages.example")) {
            assertThat(answer("GET /x HTTP/1.1\r\nHost: " + own + "\r\n\r\n"))
                    .as(own)
                    .startsWith("HTTP/1.1 200");
        }
        for (String other : List.of("evil.example:8444", "localhost.evil.example", "10.0.0.1", "ops.example.evil")) {
            String answer = answer("GET /x HTTP/1.1\r\nHost: " + other + "\r\n\r\n");
            assertThat(answer).as(other).startsWith("HTTP/1.1 421").contains("door.console.hosts");
            assertThat(answer("POST /x HTTP/1.1\r\nHost: " + other + "\r\nContent-Length: 1\r\n\r\nx"))
                    .startsWith("HTTP/1.1 421");
        }
        assertThat(working.availablePermits()).as("what reached the service").isEqualTo(6);
        assertThat(answer("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(answer("GET /x HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(answer("GET http://evil.example/x HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aBodyIsCutOffOneByteAfterTheLongest() throws IOException {
        assertThat(answer("POST /b" + HEAD + "Content-Length: 1000\r\n\r\n" + "x".repeat(1000)))
                .endsWith("/b 1000");
        assertThat(answer("POST /b" + HEAD + "Content-Length: 99999\r\n\r\n" + "x".repeat(99_999)))
                .endsWith("/b 1001");
        assertThat(answer("GET /x" + HEAD + "X: " + "x".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void halfSentHeadsAndBodiesHoldNoWorker() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20 * WORKERS; i++) {
            slow.add(send("GET /x HTTP/1.1\r\nHost: loc"));
            slow.add(send("POST /b" + HEAD + "Content-Length: 900\r\n\r\nhalf"));
        }
        assertThat(answer("GET /x" + HEAD + "\r\n")).endsWith("/x 0");
        for (Socket one : slow) one.close();
    }

    @Test
    void aWrongKeyIsAnsweredASecondLaterAndHoldsNoWorkerMeanwhile() throws IOException {
        long began = System.nanoTime();
        List<Socket> guesses = new ArrayList<>();
        for (int i = 0; i < 5 * WORKERS; i++) guesses.add(send("GET /wrong-key" + HEAD + "\r\n"));
        assertThat(answer("GET /x" + HEAD + "\r\n")).endsWith("/x 0");
        for (Socket one : guesses) {
            try (one) {
                assertThat(new String(one.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 401");
            }
            assertThat(System.nanoTime() - began)
                    .isGreaterThan(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void answersThatAreNotReadHoldNoWorker() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 2 * WORKERS; i++) slow.add(send("GET /large" + HEAD + "\r\n"));
        assertThat(answer("GET /x" + HEAD + "\r\n")).endsWith("/x 0");
        for (Socket one : slow) one.close();
    }

    /** The listener keeps an eighth of the heap, at most 64 MiB, for answers. */
    @Test
    void largeAnswersThatNobodyReadsAreBoundedTogether() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 12; i++) slow.add(send("GET /large" + HEAD + "\r\n"));
        boolean full = false;
        // the listener closes a connection whose client does not read, which frees memory; each try therefore asks
        // again
        for (int tries = 0; tries < 20 && !full; tries++) {
            slow.add(send("GET /large" + HEAD + "\r\n"));
            full = isAnswered(503);
        }
        assertThat(full).as("within 20 tries").isTrue();
        assertThat(answer("GET /x" + HEAD + "\r\n")).endsWith("/x 0");
        for (Socket one : slow) one.close();
        until(() -> isAnswered(200));
    }

    private boolean isAnswered(int status) {
        try {
            return answer("GET /large" + HEAD + "\r\n").startsWith("HTTP/1.1 " + status);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void healthIsAnsweredThoughEveryWorkerIsStuck() throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < 40 * WORKERS; i++) all.add(send("GET /stuck" + HEAD + "\r\n"));
        working.acquireUninterruptibly(WORKERS);
        assertThat(answer("GET /health" + HEAD + "\r\n")).endsWith("ok");
        assertThat(answer("GET /x" + HEAD + "\r\n")).as("beyond what waits").startsWith("HTTP/1.1 503");
        for (Socket one : all) one.close();
    }

    @Test
    void aBodyThatStopsIsToldAndOneThatTricklesIsCutOff() throws IOException {
        listen(Duration.ofSeconds(1));
        try (Socket stopped = send("POST /b" + HEAD + "Content-Length: 900\r\n\r\nhalf")) {
            stopped.setSoTimeout(60_000);
            String said = new String(stopped.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 408"));
        }
        try (Socket slow = send("POST /b" + HEAD + "Content-Length: 900\r\n\r\nhalf")) {
            // each check waits a little, so the bytes arrive separately
            until(() -> isClosed(slow) || !goesOn(slow));
        }
    }

    @Test
    void ofTooManyConnectionsOfOneAddressTheOldestWithoutARequestGoes() throws IOException {
        List<Socket> idle = new ArrayList<>();
        List<Long> begun = new ArrayList<>();
        for (int i = 0; i < Connections.OF_ONE_ADDRESS; i++) {
            begun.add(System.nanoTime());
            idle.add(send("GET /x HTTP/1.1\r\nHost: loc"));
        }
        assertThat(answer("GET /x" + HEAD + "\r\n")).endsWith("/x 0");
        until(() -> idle.stream().limit(50).anyMatch(HttpListenerTest::isClosed));
        List<Integer> closed = IntStream.range(0, idle.size())
                .filter(i -> isClosed(idle.get(i)))
                .boxed()
                .toList();
        // on a machine that stalls, others have by now not sent their head in time
        long late = System.nanoTime() - Connections.HEAD.toNanos();
        assertThat(closed).isNotEmpty();
        assertThat(closed.stream().filter(i -> begun.get(i) > late)).hasSizeLessThanOrEqualTo(1);
        Socket newest = idle.get(idle.size() - 1);
        newest.setSoTimeout(60_000);
        newest.getOutputStream().write("alhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(newest.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("/x 0");
        for (Socket one : idle) one.close();
    }

    /** Behind a proxy, all connections come from the proxy's address. */
    @Test
    void halfSentBodiesOfOneAddressPushEachOtherOutAndNotARealRequest() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < Connections.OF_ONE_ADDRESS + 20; i++) {
            slow.add(send("POST /b" + HEAD + "Content-Length: 900\r\n\r\nhalf"));
        }
        for (int i = 0; i < 20; i++)
            assertThat(answer("GET /x" + HEAD + "\r\n")).endsWith("/x 0");
        for (Socket one : slow) one.close();
    }

    @Test
    void whoeverDoesNotReadItsNewsHoldsNobodyUpAndIsLetGo() throws IOException {
        try (Socket deaf = send("GET /events" + HEAD + "\r\n");
                Socket hears = send("GET /events" + HEAD + "\r\n")) {
            hears.setSoTimeout(60_000);
            until(() -> events.count() == 2);
            // until the kernel's buffer for the client that does not read is full
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            byte[] heard = new byte[1 << 16];
            while (events.count() > 1) {
                assertThat(System.nanoTime()).as("telling is over").isLessThan(end);
                for (int i = 0; i < 10; i++) events.tell();
                assertThat(hears.getInputStream().read(heard)).isPositive();
            }
            assertThat(deaf.isConnected()).isTrue();
            assertThat(events.count()).isEqualTo(1);
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean goesOn(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(listener.address());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String answer(String request) throws IOException {
        try (Socket socket = send(request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))) {
            socket.setSoTimeout(60_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
