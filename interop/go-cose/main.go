// Verifies the transactions and receipts of docs/vectors with go-cose, which shares no code with this project: their
// COSE structures are the standard's, not a dialect that only we can read.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/veraison/go-cose"
)

type key struct {
	Suite string `json:"suite"`
	Cose  string `json:"cose"`
}

type transactions struct {
	Good []struct {
		Name     string `json:"name"`
		Keys     []key  `json:"keys"`
		Expected struct {
			Signed  string   `json:"signed"`
			TxID    string   `json:"txId"`
			Signers []string `json:"signers"`
		} `json:"expected"`
	} `json:"good"`
}

type receipts struct {
	Good []struct {
		Name    string `json:"name"`
		Key     key    `json:"key"`
		Receipt string `json:"receipt"`
	} `json:"good"`
}

func main() {
	if len(os.Args) != 2 {
		fail("usage: go-cose VECTORS_FOLDER")
	}
	checked := checkTransactions(os.Args[1]) + checkReceipts(os.Args[1])
	fmt.Printf("go-cose: %d structures verified\n", checked)
}

func checkTransactions(folder string) int {
	var file transactions
	read(filepath.Join(folder, "transaction.json"), &file)
	suites := map[string]bool{}
	for _, vector := range file.Good {
		var message cose.SignMessage
		must(vector.Name, message.UnmarshalCBOR(unhex(vector.Expected.Signed)))
		verifiers := make([]cose.Verifier, len(vector.Keys))
		for index, signer := range vector.Keys {
			verifiers[index] = verifierOf(vector.Name, signer)
			if signer.Suite == "webauthnEs256" {
				verifiers[index] = passkeyOf(vector.Name, verifiers[index], message.Signatures[index].Headers.Unprotected)
			}
			suites[signer.Suite] = true
			thumbprint := sha256.Sum256(unhex(signer.Cose))
			kid := message.Signatures[index].Headers.Protected[cose.HeaderLabelKeyID].([]byte)
			if !bytes.Equal(kid, thumbprint[:]) || vector.Expected.Signers[index] != hex.EncodeToString(kid) {
				fail(vector.Name + ": the key id is not the key's RFC 9679 thumbprint")
			}
		}
		must(vector.Name, message.Verify([]byte("gongshi/tx/1"), verifiers...))
		if message.Verify([]byte("gongshi/receipt/1"), verifiers...) == nil {
			fail(vector.Name + ": verified under another domain")
		}
		txID := sha256.Sum256(append([]byte("gongshi/tx-id/1"), message.Payload...))
		if hex.EncodeToString(txID[:]) != vector.Expected.TxID {
			fail(vector.Name + ": another txId")
		}
		message.Payload[len(message.Payload)-1] ^= 1
		if message.Verify([]byte("gongshi/tx/1"), verifiers...) == nil {
			fail(vector.Name + ": verified with another payload")
		}
	}
	if !suites["ed25519"] || !suites["es256"] || !suites["webauthnEs256"] {
		fail("the vectors hold no transaction of one of the suites")
	}
	return len(file.Good)
}

func checkReceipts(folder string) int {
	var file receipts
	read(filepath.Join(folder, "receipt.json"), &file)
	for _, vector := range file.Good {
		var message cose.Sign1Message
		must(vector.Name, message.UnmarshalCBOR(unhex(vector.Receipt)))
		must(vector.Name, message.Verify([]byte("gongshi/receipt/1"), verifierOf(vector.Name, vector.Key)))
	}
	return len(file.Good)
}

func verifierOf(name string, signer key) cose.Verifier {
	var parsed cose.Key
	must(name, parsed.UnmarshalCBOR(unhex(signer.Cose)))
	verifier, err := parsed.Verifier()
	must(name, err)
	return verifier
}

// A passkey signs what its browser wrote down (docs/protocol.md, "Passkeys"): both stand in the unprotected header.
type passkey struct {
	es256                 cose.Verifier
	authenticator, client []byte
}

const algPasskey, labelAuthenticator, labelClient = -65537, int64(-65537), int64(-65538)

func passkeyOf(name string, es256 cose.Verifier, header cose.UnprotectedHeader) cose.Verifier {
	authenticator, isBytes := header[labelAuthenticator].([]byte)
	client, areBytes := header[labelClient].([]byte)
	if !isBytes || !areBytes {
		fail(name + ": a passkey without its assertion")
	}
	return passkey{es256, authenticator, client}
}

func (p passkey) Algorithm() cose.Algorithm { return algPasskey }

func (p passkey) Verify(content, signature []byte) error {
	var data struct{ Type, Challenge string }
	if err := json.Unmarshal(p.client, &data); err != nil {
		return err
	}
	asked := sha256.Sum256(content)
	if data.Type != "webauthn.get" || data.Challenge != base64.RawURLEncoding.EncodeToString(asked[:]) {
		return errors.New("an assertion of something else")
	}
	written := sha256.Sum256(p.client)
	return p.es256.Verify(append(bytes.Clone(p.authenticator), written[:]...), signature)
}

func read(path string, into any) {
	content, err := os.ReadFile(path)
	must(path, err)
	must(path, json.Unmarshal(content, into))
}

func unhex(text string) []byte {
	content, err := hex.DecodeString(text)
	must("hexadecimal", err)
	return content
}

func must(name string, err error) {
	if err != nil {
		fail(name + ": " + err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
