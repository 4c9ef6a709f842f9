package stdrule

// All of math/bits takes and gives integers.
//
//gograd:rule math/bits.Add inactive
//gograd:rule math/bits.Add32 inactive
//gograd:rule math/bits.Add64 inactive
//gograd:rule math/bits.Div inactive
//gograd:rule math/bits.Div32 inactive
//gograd:rule math/bits.Div64 inactive
//gograd:rule math/bits.LeadingZeros inactive
//gograd:rule math/bits.LeadingZeros16 inactive
//gograd:rule math/bits.LeadingZeros32 inactive
//gograd:rule math/bits.LeadingZeros64 inactive
//gograd:rule math/bits.LeadingZeros8 inactive
//gograd:rule math/bits.Len inactive
//gograd:rule math/bits.Len16 inactive
//gograd:rule math/bits.Len32 inactive
//gograd:rule math/bits.Len64 inactive
//gograd:rule math/bits.Len8 inactive
//gograd:rule math/bits.Mul inactive
//gograd:rule math/bits.Mul32 inactive
//gograd:rule math/bits.Mul64 inactive
//gograd:rule math/bits.OnesCount inactive
//gograd:rule math/bits.OnesCount16 inactive
//gograd:rule math/bits.OnesCount32 inactive
//gograd:rule math/bits.OnesCount64 inactive
//gograd:rule math/bits.OnesCount8 inactive
//gograd:rule math/bits.Rem inactive
//gograd:rule math/bits.Rem32 inactive
//gograd:rule math/bits.Rem64 inactive
//gograd:rule math/bits.Reverse inactive
//gograd:rule math/bits.Reverse16 inactive
//gograd:rule math/bits.Reverse32 inactive
//gograd:rule math/bits.Reverse64 inactive
//gograd:rule math/bits.Reverse8 inactive
//gograd:rule math/bits.ReverseBytes inactive
//gograd:rule math/bits.ReverseBytes16 inactive
//gograd:rule math/bits.ReverseBytes32 inactive
//gograd:rule math/bits.ReverseBytes64 inactive
//gograd:rule math/bits.RotateLeft inactive
//gograd:rule math/bits.RotateLeft16 inactive
//gograd:rule math/bits.RotateLeft32 inactive
//gograd:rule math/bits.RotateLeft64 inactive
//gograd:rule math/bits.RotateLeft8 inactive
//gograd:rule math/bits.Sub inactive
//gograd:rule math/bits.Sub32 inactive
//gograd:rule math/bits.Sub64 inactive
//gograd:rule math/bits.TrailingZeros inactive
//gograd:rule math/bits.TrailingZeros16 inactive
//gograd:rule math/bits.TrailingZeros32 inactive
//gograd:rule math/bits.TrailingZeros64 inactive
//gograd:rule math/bits.TrailingZeros8 inactive
const _ = "math/bits"
