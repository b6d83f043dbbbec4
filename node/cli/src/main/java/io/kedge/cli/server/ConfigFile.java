/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A YAML mapping from flag names to values; TLS between members has a mapping of its own, as in etcd's files. */
final class ConfigFile {

    private static final String PEERS = "peer-transport-security";
    /** Keys in there, and the flags that they stand for. */
    private static final Map<String, String> PEER_NAMES = Map.of(
            "cert-file", "peer-cert-file",
            "key-file", "peer-key-file",
            "client-cert-file", "peer-client-cert-file",
            "client-key-file", "peer-client-key-file",
            "trusted-ca-file", "peer-trusted-ca-file",
            "client-cert-auth", "peer-client-cert-auth",
            "auto-tls", "peer-auto-tls",
            "allowed-cn", "peer-cert-allowed-cn",
            "allowed-hostname", "peer-cert-allowed-hostname",
            "skip-client-san-verification", "peer-skip-client-san-verification");

    private static final Set<String> LISTS = Set.of("peer-cert-allowed-cn", "peer-cert-allowed-hostname");

    private ConfigFile() {}

    static void read(Path file, FlagValues values) throws UsageException {
        try (Reader text = Files.newBufferedReader(file);
                JsonParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new UsageException("The configuration file " + file + " must hold lines like \"name: value\".");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                entry(file, parser, values);
            }
        } catch (NoSuchFileException e) {
            throw new UsageException("The configuration file " + file + " does not exist.");
        } catch (JsonProcessingException e) {
            throw new UsageException("The configuration file " + file + " is no YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("") + " (line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ").");
        } catch (IOException e) {
            throw new UsageException("The configuration file " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static void entry(Path file, JsonParser parser, FlagValues values) throws IOException, UsageException {
        String key = parser.currentName();
        JsonToken token = parser.nextToken();
        if (!key.equals(PEERS)) {
            value(key, key + place(file, parser), token, parser, values);
            return;
        }
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw new UsageException("Invalid value for " + key + place(file, parser)
                    + ": it must hold indented lines like \"cert-file: path\".");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String inner = parser.currentName();
            JsonToken next = parser.nextToken();
            String source = inner + " of " + key + place(file, parser);
            value(PEER_NAMES.getOrDefault(inner, "peer-" + inner), source, next, parser, values);
        }
    }

    private static String place(Path file, JsonParser parser) {
        return " in " + file + ", line " + parser.currentTokenLocation().getLineNr();
    }

    private static void value(String name, String source, JsonToken token, JsonParser parser, FlagValues values)
            throws IOException, UsageException {
        Flag flag = Flags.find(name).orElse(null);
        if (flag == null) {
            boolean security = name.endsWith("-transport-security");
            throw new UsageException(
                    security
                            ? source + " is not supported: TLS for clients is not part of this version."
                            : "Unknown key " + source + ".");
        }
        @Nullable
        String value =
                LISTS.contains(name) && token == JsonToken.START_ARRAY ? list(parser) : parser.getValueAsString();
        JsonToken now = parser.currentToken();
        if (now == JsonToken.START_OBJECT || now == JsonToken.START_ARRAY) {
            throw new UsageException(
                    "Invalid value for " + source + ": it must be one value, lists separated by commas.");
        }
        if (now != JsonToken.VALUE_NULL && value != null && !value.isEmpty()) {
            values.set(flag, value, source);
        }
    }

    /** The elements separated by commas; ends at the end of the list, or at what is no plain element. */
    private static String list(JsonParser parser) throws IOException {
        List<String> elements = new ArrayList<>();
        while (parser.nextToken().isScalarValue()) {
            elements.add(parser.getText());
        }
        return String.join(",", elements);
    }
}
