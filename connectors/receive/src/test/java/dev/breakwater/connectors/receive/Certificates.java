package dev.breakwater.connectors.receive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for loopback, made by the JDK's keytool, and a client that trusts it. */
final class Certificates {
    static final String PASSWORD = "changeit-please";

    final Path store;
    final Path chain;
    final Path key;
    final SSLContext trust;

    /** @param algorithm RSA or EC */
    Certificates(Path folder, String algorithm) {
        store = folder.resolve(algorithm + ".p12");
        chain = folder.resolve(algorithm + "-chain.pem");
        key = folder.resolve(algorithm + "-key.pem");
        try {
            keytool(algorithm);
            KeyStore opened = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            byte[] certificate = opened.getCertificate("endpoint").getEncoded();
            byte[] secret = opened.getKey("endpoint", PASSWORD.toCharArray()).getEncoded();
            Files.writeString(chain, pem("CERTIFICATE", certificate));
            Files.writeString(key, pem("PRIVATE KEY", secret));
            trust = trust(opened);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    private void keytool(String algorithm) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                tool.toString(),
                "-genkeypair",
                "-alias",
                "endpoint",
                "-keyalg",
                algorithm,
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }

    private static SSLContext trust(KeyStore opened) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("endpoint", opened.getCertificate("endpoint"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
