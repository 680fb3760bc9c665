package dev.breakwater.connectors.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority and certificates that it signed. The JDK's keytool creates them in a folder that the test
 * deletes.
 */
public final class Certificates {

    /** The faults that a certificate can have. */
    public enum Kind {
        /** The certificate is signed by the authority for 127.0.0.1 and localhost, and valid now. */
        GOOD,
        /** The certificate is signed by the authority for another host, and valid now. */
        WRONG_HOST,
        /** The certificate is signed by the authority for this host, but expired five days ago. */
        EXPIRED,
        /** The certificate is for this host and valid now, but self-signed. */
        SELF_SIGNED
    }

    private static final String PASSWORD = "only-for-this-run";
    private static final String HERE = "san=ip:127.0.0.1,dns:localhost";
    /** Options that start keytool quickly. The store is protected only weakly, because it exists for seconds. */
    private static final List<String> QUICK = List.of(
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:+UseSerialGC",
            "-J-Dkeystore.pkcs12.certPbeIterationCount=100",
            "-J-Dkeystore.pkcs12.keyPbeIterationCount=100",
            "-J-Dkeystore.pkcs12.macIterationCount=100");

    private static final String AUTHORITY = "authority";

    private final Path keys;
    private final Path trust;

    private Certificates(Path keys, Path trust) {
        this.keys = keys;
        this.trust = trust;
    }

    /** Creates the certificates, which takes some seconds. */
    public static Certificates in(Path folder) {
        Certificates made = new Certificates(folder.resolve("keys.p12"), folder.resolve("trust.p12"));
        made.pair(AUTHORITY, List.of("-ext", "bc:c"));
        made.pair(Kind.GOOD.name(), signed(HERE));
        made.pair(Kind.WRONG_HOST.name(), signed("san=dns:other.example"));
        List<String> expired = new ArrayList<>(signed(HERE));
        expired.addAll(List.of("-startdate", "-10d", "-validity", "5"));
        made.pair(Kind.EXPIRED.name(), expired);
        made.pair(Kind.SELF_SIGNED.name(), List.of("-ext", HERE));
        made.writeTrust();
        return made;
    }

    /** Returns the context for a server with this certificate. */
    SSLContext server(Kind kind) {
        try {
            KeyStore all = read(keys);
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            String alias = kind.name();
            one.setKeyEntry(
                    alias,
                    all.getKey(alias, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain(alias));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(one, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS for a server", e);
        }
    }

    /** Returns the context for a client that trusts only this authority. */
    public SSLContext client() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(read(trust));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS for a client", e);
        }
    }

    /** Returns a store that contains only the authority's certificate. */
    Path trustStore() {
        return trust;
    }

    static String password() {
        return PASSWORD;
    }

    private static KeyStore read(Path store) throws GeneralSecurityException, IOException {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keyStore.load(in, PASSWORD.toCharArray());
        }
        return keyStore;
    }

    private static List<String> signed(String names) {
        return List.of("-ext", names, "-signer", AUTHORITY);
    }

    private void pair(String alias, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(QUICK);
        command.addAll(List.of(
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias));
        command.addAll(more);
        run(command);
    }

    private static void run(List<String> command) {
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IllegalStateException("keytool made no certificate");
            }
        } catch (IOException e) {
            throw new IllegalStateException("keytool did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }

    private void writeTrust() {
        try (OutputStream out = Files.newOutputStream(trust)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(AUTHORITY, read(keys).getCertificate(AUTHORITY));
            store.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no trust store", e);
        }
    }
}
