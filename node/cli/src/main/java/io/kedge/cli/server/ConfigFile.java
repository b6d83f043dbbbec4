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
import org.jspecify.annotations.Nullable;

/** A YAML mapping from flag names to values. */
final class ConfigFile {

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
        String source =
                key + " in " + file + ", line " + parser.currentTokenLocation().getLineNr();
        JsonToken token = parser.nextToken();
        Flag flag = Flags.find(key).orElse(null);
        if (flag == null) {
            boolean security = key.endsWith("-transport-security");
            throw new UsageException(
                    security
                            ? source + " is not supported: TLS is not part of this version."
                            : "Unknown key " + source + ".");
        }
        @Nullable String value = parser.getValueAsString();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            throw new UsageException(
                    "Invalid value for " + source + ": it must be one value, lists separated by commas.");
        }
        if (token != JsonToken.VALUE_NULL && value != null && !value.isEmpty()) {
            values.set(flag, value, source);
        }
    }
}
