package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/cometbft/cometbft/crypto/merkle"
	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	"github.com/fxamacker/cbor/v2"
)

const (
	stateType = "gongshi:state/1"
	appType   = "gongshi:app/1"
)

// keyPath gives the one key of a path such as /state/disclosure/entity/publication: CBOR[affair, table, key].
func keyPath(path string, key []byte) (merkle.KeyPath, error) {
	parts := strings.SplitN(strings.TrimPrefix(path, "/state/"), "/", 2)
	if len(parts) != 2 || !strings.HasPrefix(path, "/state/") {
		return nil, fmt.Errorf("%s is no table of the state", path)
	}
	whole, err := cbor.Marshal([]any{parts[0], parts[1], cbor.RawMessage(key)})
	if err != nil {
		return nil, err
	}
	return merkle.KeyPath{}.AppendKey(whole, merkle.KeyEncodingHex), nil
}

// stateOperator leads from a value, or from none, to the state root: a sparse Merkle tree of 256 levels.
type stateOperator struct {
	operation cmtcrypto.ProofOp
	depth     int
	siblings  [][]byte // from the end of the way up; nil for an empty subtree
	terminal  *terminal
}

type terminal struct {
	_         struct{} `cbor:",toarray"`
	Path      []byte
	ValueHash []byte
}

type stateProof struct {
	_        struct{} `cbor:",toarray"`
	Depth    int
	Bitmap   []byte
	Siblings []byte
	Terminal *terminal
}

func decodeState(operation cmtcrypto.ProofOp) (merkle.ProofOperator, error) {
	var proof stateProof
	if err := cbor.Unmarshal(operation.Data, &proof); err != nil {
		return nil, err
	}
	if proof.Depth < 0 || proof.Depth > 256 || len(proof.Bitmap) != (proof.Depth+7)/8 {
		return nil, fmt.Errorf("a proof of depth %d with %d bytes of bitmap", proof.Depth, len(proof.Bitmap))
	}
	siblings := make([][]byte, proof.Depth)
	for level := range siblings {
		if proof.Bitmap[level/8]&(0x80>>(level%8)) == 0 {
			continue
		}
		if len(proof.Siblings) < 32 {
			return nil, fmt.Errorf("siblings are missing")
		}
		siblings[level], proof.Siblings = proof.Siblings[:32], proof.Siblings[32:]
	}
	if len(proof.Siblings) != 0 || (proof.Depth > 0 && siblings[0] == nil) {
		return nil, fmt.Errorf("a proof in another form")
	}
	return stateOperator{operation, proof.Depth, siblings, proof.Terminal}, nil
}

func (op stateOperator) GetKey() []byte             { return op.operation.Key }
func (op stateOperator) ProofOp() cmtcrypto.ProofOp { return op.operation }

func (op stateOperator) Run(values [][]byte) ([][]byte, error) {
	path := sum([]byte("gongshi/key/1"), op.operation.Key)
	isThere := op.terminal != nil && bytes.Equal(op.terminal.Path, path)
	if isThere != (len(values) == 1) || len(values) > 1 {
		return nil, fmt.Errorf("%d values, and presence is %t", len(values), isThere)
	}
	if isThere && !bytes.Equal(op.terminal.ValueHash, sum(values[0])) {
		return nil, fmt.Errorf("another value")
	}
	node := make([]byte, 32)
	if op.terminal != nil {
		for level := 0; level < op.depth; level++ {
			if bit(op.terminal.Path, level) != bit(path, level) {
				return nil, fmt.Errorf("the leaf is not on the way")
			}
		}
		node = sum([]byte{0}, op.terminal.Path, op.terminal.ValueHash)
	}
	for up, sibling := range op.siblings {
		if sibling == nil {
			sibling = make([]byte, 32)
		}
		if bit(path, op.depth-1-up) == 1 {
			node = sum(sibling, node)
		} else {
			node = sum(node, sibling)
		}
	}
	return [][]byte{node}, nil
}

// appOperator leads from the state root to the app hash: SHA-256(CBOR["gongshi/app/1", stateRoot, logSize, logRoot]).
type appOperator struct {
	operation cmtcrypto.ProofOp
	log       appLog
}

type appLog struct {
	_    struct{} `cbor:",toarray"`
	Size uint64
	Root []byte
}

func decodeApp(operation cmtcrypto.ProofOp) (merkle.ProofOperator, error) {
	op := appOperator{operation: operation}
	err := cbor.Unmarshal(operation.Data, &op.log)
	return op, err
}

func (op appOperator) GetKey() []byte             { return op.operation.Key }
func (op appOperator) ProofOp() cmtcrypto.ProofOp { return op.operation }

func (op appOperator) Run(values [][]byte) ([][]byte, error) {
	if len(values) != 1 {
		return nil, fmt.Errorf("%d state roots", len(values))
	}
	preimage, err := cbor.Marshal([]any{"gongshi/app/1", values[0], op.log.Size, op.log.Root})
	if err != nil {
		return nil, err
	}
	return [][]byte{sum(preimage)}, nil
}

func sum(parts ...[]byte) []byte {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write(part)
	}
	return hash.Sum(nil)
}

func bit(path []byte, level int) byte { return path[level/8] >> (7 - level%8) & 1 }
