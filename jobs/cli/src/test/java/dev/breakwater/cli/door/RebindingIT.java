package dev.breakwater.cli.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.Chromium;
import dev.breakwater.cli.console.ConsoleServer;
import dev.breakwater.config.ConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests DNS rebinding in Chromium. For its second connection, another site's name resolves to this machine. The browser
 * treats the console as part of that site, and would let its script read and send requests.
 */
@Tag("full")
class RebindingIT {

    private static final String PAGE = """
            <html><body><p id=read>-</p><p id=asked>-</p><script>
            const say = (id, text) => document.getElementById(id).textContent = text;
            fetch('/api/incidents').then(a => a.text().then(t => say('read', a.status + ' ' + t)));
            fetch('/requests', { method: 'POST', headers: { 'X-Forwarded-User': 'ciso@bank' },
              body: 'request=protect&incident=1a2b3c4d5e6f' }).then(a => say('asked', String(a.status)));
            </script></body></html>""";

    @TempDir
    Path folder;

    @Test
    void aPageOfAnotherSiteReadsAndAsksNothing() throws Exception {
        String seen = browse("");
        assertThat(seen)
                .contains("<p id=\"asked\">421</p>", "<p id=\"read\">421 ")
                .doesNotContain("jobAlive");
        assertThat(folder.resolve("ledger/requests")).doesNotExist();
    }

    /**
     * Tests that the page can read the console if the other site's name is among the accepted names. The check of names
     * is therefore what stops the page.
     */
    @Test
    void theSamePageReadsAConsoleThatGoesByItsName() throws Exception {
        assertThat(browse(", hosts: [evil.example]"))
                .contains("<p id=\"read\">200 ", "jobAlive", "<p id=\"asked\">401</p>");
    }

    private String browse(String hosts) throws Exception {
        Files.createDirectories(folder.resolve("ledger"));
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n"
                        + "door: { console: { listen: \"127.0.0.1:0\"" + hosts + " } }\n");
        try (ConsoleServer server = ConsoleServer.open(ConfigLoader.load(file).value(), Map.of());
                Rebinding site = new Rebinding(server.address().getPort())) {
            String document = Chromium.document(
                    folder.resolve("browser"),
                    "http://evil.example:" + server.address().getPort() + "/",
                    List.of(
                            "--host-resolver-rules=MAP evil.example " + Rebinding.ADDRESS,
                            "--virtual-time-budget=20000"));
            assertThat(site.served.get()).as("the page was loaded").isTrue();
            return document;
        }
    }

    /**
     * Serves the page over the first connection. Later connections reach the console, as after a change of the name's
     * address.
     */
    private static final class Rebinding implements AutoCloseable {
        static final String ADDRESS = "127.0.0.2";

        private final int port;
        private final ServerSocket socket;
        final AtomicBoolean served = new AtomicBoolean();

        Rebinding(int port) throws IOException {
            this.port = port;
            socket = new ServerSocket(port, 50, InetAddress.getByName(ADDRESS));
            start(this::accept);
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "rebinding");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket browser = socket.accept();
                    start(() -> serve(browser));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void serve(Socket browser) {
            try (browser) {
                byte[] head = new byte[1 << 14];
                int n = browser.getInputStream().read(head);
                if (n < 0) return;
                if (new String(head, 0, n, StandardCharsets.ISO_8859_1).startsWith("GET / ")) {
                    served.set(true);
                    String answer =
                            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
                                    + PAGE.length() + "\r\n\r\n" + PAGE;
                    browser.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    return;
                }
                try (Socket console = new Socket("127.0.0.1", port)) {
                    console.getOutputStream().write(head, 0, n);
                    start(() -> copy(browser, console));
                    copy(console, browser);
                }
            } catch (IOException e) {
                // either side is gone
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                in.transferTo(out);
            } catch (IOException e) {
                // either side is gone
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
