package dev.breakwater.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A listener's certificate and key, from a key store or from PEM files. Error messages name the file and never its
 * content.
 */
public final class Tls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Tls() {}

    private static void present(Path file) {
        if (!Files.isReadable(file)) {
            throw new TlsUnusable(file + ": there is no such file, or reading it is not permitted", null);
        }
    }

    /**
     * Reads a PKCS #12 or JKS file with one key.
     *
     * @throws TlsUnusable if the file does not exist or has no key, or if the password is wrong
     */
    public static SSLContext ofKeyStore(Path file, String password) {
        present(file);
        char[] secret = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), secret);
            boolean key = false;
            for (String alias : Collections.list(store.aliases())) {
                key |= store.isKeyEntry(alias);
            }
            if (!key) {
                throw new TlsUnusable(file + ": holds no private key", null);
            }
            return context(store, secret);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsUnusable(file + ": cannot be opened as a key store with that password", e);
        }
    }

    /**
     * Reads PEM files.
     *
     * @param chain the certificates: first the listener's own, then the certificates that signed it
     * @param key   the key as PKCS #8 without a password ({@code BEGIN PRIVATE KEY}), RSA or EC
     * @throws TlsUnusable if a file is missing or wrong, or if the key does not belong to the certificate
     */
    public static SSLContext ofPem(Path chain, Path key) {
        present(chain);
        present(key);
        Certificate[] certificates = certificates(chain);
        String algorithm = certificates[0].getPublicKey().getAlgorithm();
        PrivateKey privateKey = privateKey(key, algorithm);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("endpoint", privateKey, new char[0], certificates);
            return context(store, new char[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsUnusable(key + ": does not belong to the certificate of " + chain, e);
        }
    }

    private static Certificate[] certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new TlsUnusable(file + ": holds no certificate", null);
            }
            return all.toArray(Certificate[]::new);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsUnusable(file + ": cannot be read as certificates in PEM", e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) {
        try {
            Matcher pem = KEY.matcher(Files.readString(file));
            if (!pem.find()) {
                throw new TlsUnusable(
                        file + ": holds no BEGIN PRIVATE KEY; make it with openssl pkcs8 -topk8 -nocrypt", null);
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsUnusable(file + ": cannot be read as a private key for " + algorithm, e);
        }
    }

    private static SSLContext context(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Thrown if TLS cannot be used. The message is for the user. */
    public static final class TlsUnusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TlsUnusable(String message, Exception cause) {
            super(message, cause);
        }
    }
}
