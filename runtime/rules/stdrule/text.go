package stdrule

// Formatting reads values and gives text.
//
//gograd:rule fmt.Errorf inactive
//gograd:rule fmt.Sprint inactive
//gograd:rule fmt.Sprintf inactive
//gograd:rule fmt.Sprintln inactive
const _ = "fmt"

// Errors.
//
//gograd:rule errors.Is inactive
//gograd:rule errors.Join inactive
//gograd:rule errors.New inactive
//gograd:rule errors.Unwrap inactive
const _ = "errors"

// Numbers to text, and back: a number that was text has no derivative.
//
//gograd:rule strconv.Atoi inactive
//gograd:rule strconv.FormatBool inactive
//gograd:rule strconv.FormatFloat inactive
//gograd:rule strconv.FormatInt inactive
//gograd:rule strconv.FormatUint inactive
//gograd:rule strconv.Itoa inactive
//gograd:rule strconv.ParseBool inactive
//gograd:rule strconv.ParseFloat inactive
//gograd:rule strconv.ParseInt inactive
//gograd:rule strconv.ParseUint inactive
//gograd:rule strconv.Quote inactive
//gograd:rule strconv.Unquote inactive
const _ = "strconv"

// Text.
//
//gograd:rule strings.Compare inactive
//gograd:rule strings.Contains inactive
//gograd:rule strings.ContainsAny inactive
//gograd:rule strings.ContainsRune inactive
//gograd:rule strings.Count inactive
//gograd:rule strings.EqualFold inactive
//gograd:rule strings.Fields inactive
//gograd:rule strings.HasPrefix inactive
//gograd:rule strings.HasSuffix inactive
//gograd:rule strings.Index inactive
//gograd:rule strings.IndexAny inactive
//gograd:rule strings.IndexByte inactive
//gograd:rule strings.IndexRune inactive
//gograd:rule strings.Join inactive
//gograd:rule strings.LastIndex inactive
//gograd:rule strings.Repeat inactive
//gograd:rule strings.Replace inactive
//gograd:rule strings.ReplaceAll inactive
//gograd:rule strings.Split inactive
//gograd:rule strings.ToLower inactive
//gograd:rule strings.ToUpper inactive
//gograd:rule strings.Trim inactive
//gograd:rule strings.TrimLeft inactive
//gograd:rule strings.TrimPrefix inactive
//gograd:rule strings.TrimRight inactive
//gograd:rule strings.TrimSpace inactive
//gograd:rule strings.TrimSuffix inactive
const _ = "strings"
